import type { FileBeginning, ImageFound, ImageVerdict } from './file-check.ts';
import { contradiction, measureImage } from './measure-image.ts';
import { sniffImage } from './sniff-image.ts';
import { standIn } from './stand-ins.ts';

/** Whether the file is a picture of something: of a known kind, with a size that can be read, whole, and no stand-in. */
export function inspectImage(file: FileBeginning): ImageVerdict | 'more' {
  const { url, bytes, isWhole, size, mediaType } = file;
  const type = sniffImage(bytes);
  if (type === undefined) {
    return refused(`not a picture, sent as ${mediaType === '' ? 'nothing in particular' : mediaType}`);
  }
  const measured = measureImage(bytes, type);
  if (measured === undefined) return isWhole ? refused(`a ${type} whose size cannot be read`) : 'more';
  const wrong = contradiction(file, type);
  if (wrong !== undefined) return refused(`a ${type}, but ${wrong}`);
  const found: ImageFound = { type, ...measured, ...(size === undefined ? {} : { bytes: size }) };
  const reason = standIn(url, found);
  return reason === undefined ? { ok: true, ...found } : refused(reason);
}

const refused = (reason: string): ImageVerdict => ({ ok: false, reason });
