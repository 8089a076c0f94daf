import type { DocumentVerdict, FileBeginning } from './file-check.ts';
import { type DocumentType, isWebPage, sniffDocument } from './sniff-document.ts';

/** What a file with such a name may be; text formats without a signature of their own are text. */
const kindsOf: Readonly<Record<string, readonly DocumentType[]>> = {
  pdf: ['pdf'],
  zip: ['zip', 'ooxml'],
  doc: ['ole', 'rtf', 'ooxml'],
  xls: ['ole', 'ooxml', 'text', 'xml'],
  docx: ['ooxml', 'zip'],
  xlsx: ['ooxml', 'zip'],
  dwg: ['dwg'],
  dxf: ['dxf'],
  rfa: ['ole'],
  rvt: ['ole'],
  ifc: ['ifc', 'step'],
  stp: ['step', 'ifc'],
  step: ['step', 'ifc'],
  igs: ['iges', 'text'],
  iges: ['iges', 'text'],
  skp: ['skp', 'zip'],
  '3ds': ['3ds'],
  ies: ['ies', 'text'],
  ldt: ['text'],
  obj: ['text'],
};
const kindsOfMedia: Readonly<Record<string, string>> = { 'application/pdf': 'pdf', 'application/zip': 'zip' };

/** A page behind the link is none of these; neither is a file that is another kind than its name or server says. */
export function inspectDocument({ url, bytes, isWhole, size, mediaType }: FileBeginning): DocumentVerdict {
  if (bytes.length === 0) return refused('the file is empty');
  const extension = extensionOf(url);
  const claim = extension in kindsOf ? extension : kindsOfMedia[mediaType];
  const named = claim === undefined ? 'a document' : claim.toUpperCase();
  if (isWebPage(bytes)) return refused(`a web page, not ${named}`);
  const type = sniffDocument(bytes);
  if (type === undefined) return refused(`not ${named}: a file of no known kind`);
  if (claim !== undefined && kindsOf[claim]?.includes(type) === false) {
    return refused(`named ${claim}, but it is ${type === 'text' ? 'plain text' : type}`);
  }
  if (claim === undefined && (type === 'text' || type === 'xml')) return refused('text, not a document');
  if (isWhole && type === 'pdf' && !Buffer.from(bytes).includes('%%EOF')) return refused('a PDF that was cut off');
  return size === undefined ? { ok: true, type } : { ok: true, type, bytes: size };
}

function extensionOf(url: string): string {
  const path = URL.parse(url)?.pathname ?? '';
  return /\.([a-z0-9]{2,4})$/iu.exec(path)?.[1]?.toLowerCase() ?? '';
}

const refused = (reason: string): DocumentVerdict => ({ ok: false, reason });
