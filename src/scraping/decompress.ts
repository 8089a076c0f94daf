import {
  brotliDecompressSync,
  constants,
  gunzipSync,
  inflateRawSync,
  inflateSync,
  zstdDecompressSync,
} from 'node:zlib';
import { PipelineError } from '#core/pipeline-error.ts';

type Decoder = (bytes: Uint8Array, maxOutputLength: number) => Uint8Array;

/** RFC 9659: a zstd window of content coding is at most 8 MB. More would let a small body claim much memory. */
const zstdParameters = { [constants.ZSTD_d_windowLogMax]: 23 };

const gunzip: Decoder = (bytes, maxOutputLength) => gunzipSync(bytes, { maxOutputLength });

/** Many servers send raw deflate under this name; the zlib format begins with a method of 8 (RFC 1950). */
const inflate: Decoder = (bytes, maxOutputLength) =>
  ((bytes[0] ?? 0) & 0x0f) === 8 ? inflateSync(bytes, { maxOutputLength }) : inflateRawSync(bytes, { maxOutputLength });

const decoders: Readonly<Record<string, Decoder>> = {
  gzip: gunzip,
  'x-gzip': gunzip,
  deflate: inflate,
  br: (bytes, maxOutputLength) => brotliDecompressSync(bytes, { maxOutputLength }),
  zstd: (bytes, maxOutputLength) => zstdDecompressSync(bytes, { maxOutputLength, params: zstdParameters }),
  identity: (bytes) => bytes,
};

/** What the decoders undo, for the Accept-Encoding header. */
export const acceptEncoding = 'gzip, deflate, br, zstd';

/** More codings than this on one answer are an attack, not a page. */
const mostCodings = 3;

/**
 * Undoes a body's content codings. Synchronous, because at page sizes that costs a quarter less than the
 * streams do, and the limit bounds how long it can take.
 *
 * @param contentEncoding the header, empty when there is none: codings in the order in which they were applied.
 * @param maxBytes of the result, and of everything in between.
 * @throws PipelineError `too_large`, or `protocol` for a coding that is unknown, damaged or cut off.
 */
export function decompress(body: Uint8Array, contentEncoding: string, maxBytes: number): Uint8Array {
  if (body.length === 0) return body;
  const codings = contentEncoding
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '');
  if (codings.length > mostCodings) throw new PipelineError('protocol', `the body is encoded ${codings.length} times`);
  return codings.reduceRight((bytes, coding) => decode(bytes, coding, maxBytes), body);
}

function decode(bytes: Uint8Array, coding: string, maxBytes: number): Uint8Array {
  const decoder = Object.hasOwn(decoders, coding) ? decoders[coding] : undefined;
  if (decoder === undefined)
    throw new PipelineError('protocol', `the body has an unknown content encoding, "${coding}"`);
  try {
    return decoder(bytes, maxBytes);
  } catch (error) {
    throw decodingFailure(error, coding, maxBytes);
  }
}

function decodingFailure(error: unknown, coding: string, maxBytes: number): unknown {
  if (!(error instanceof Error) || !('code' in error)) return error;
  if (error.code === 'ERR_BUFFER_TOO_LARGE') {
    return new PipelineError('too_large', `the page is larger than ${maxBytes} bytes once decompressed`, {
      cause: error,
    });
  }
  return new PipelineError('protocol', `the body is not valid ${coding}: ${error.message}`, { cause: error });
}
