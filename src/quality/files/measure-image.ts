import { crc32 } from 'node:zlib';
import { imageSize } from 'image-size';
import type { FileBeginning } from './file-check.ts';
import type { ImageType } from './sniff-image.ts';

export type Size = { readonly width: number; readonly height: number };

/** What the library calls the same. */
const names: Readonly<Record<ImageType, readonly string[]>> = {
  png: ['png'],
  jpeg: ['jpg'],
  gif: ['gif'],
  webp: ['webp'],
  avif: ['avif', 'heif'],
  svg: ['svg'],
  bmp: ['bmp'],
};

/** Pixels: no picture of a page is longer, and what says so was not written by a program that makes pictures. */
const longestSide = 50_000;

/** Width and height as the picture is shown, from its header; undefined when there is none that makes sense. */
export function measureImage(bytes: Uint8Array, type: ImageType): Size | undefined {
  try {
    const { width, height, orientation = 1, type: name = '' } = imageSize(bytes);
    if (!names[type].includes(name) || !isLength(width) || !isLength(height)) return undefined;
    // From 5 on, Exif's orientation lays the picture on its side.
    return orientation >= 5 ? { width: height, height: width } : { width, height };
  } catch {
    // The library throws for whatever it cannot read: there is no header that makes sense.
    return undefined;
  }
}

const isLength = (length: number) => Number.isFinite(length) && length > 0 && length <= longestSide;

/** Why the file cannot be what its header says, as far as its beginning shows: it was cut off, or is made up. */
export function contradiction({ bytes, isWhole, size }: FileBeginning, type: ImageType): string | undefined {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const stated = statedSize(file, type);
  if (stated !== undefined && size !== undefined && stated > size) return 'it was cut off';
  if (isWhole && !endsRight(file, type)) return 'it was cut off';
  // The header's checksum (PNG specification, third edition, section 5.3).
  if (type === 'png' && file.length >= 33 && crc32(file.subarray(12, 29)) !== file.readUInt32BE(29)) {
    return 'its header is damaged';
  }
  return undefined;
}

/** Bytes of the whole file, by its own word. */
function statedSize(file: Buffer, type: ImageType): number | undefined {
  if (type === 'webp' && file.length >= 8) return file.readUInt32LE(4) + 8;
  if (type === 'bmp' && file.length >= 6) return file.readUInt32LE(2);
  return undefined;
}

/** Some programs write a little behind the end. */
function endsRight(file: Buffer, type: ImageType): boolean {
  switch (type) {
    case 'png':
      return file.includes('IEND');
    case 'jpeg':
      return file.lastIndexOf(Buffer.from([0xff, 0xd9])) > 0;
    case 'gif':
      return file.lastIndexOf(0x3b) > 0;
    case 'svg':
      return /<\/svg\s*>\s*(<!--[^]*-->\s*)?$|<svg[^>]*\/>\s*$/iu.test(file.toString('utf8'));
    default:
      return true;
  }
}
