export type DocumentType =
  | 'pdf'
  | 'zip'
  | 'ooxml'
  | 'ole'
  | 'rtf'
  | 'dwg'
  | 'dxf'
  | 'ifc'
  | 'step'
  | 'iges'
  | 'skp'
  | '3ds'
  | 'ies'
  | 'ldt'
  | 'image'
  | 'text'
  | 'xml';

/** Characters of Latin-1, from the beginning of the file. */
const signatures: readonly { readonly type: DocumentType; readonly pattern: RegExp }[] = [
  // Some programs write a few bytes before the header (ISO 32000-1, annex H, note 13).
  { type: 'pdf', pattern: /^[^]{0,1019}%PDF-\d/ },
  // The first entry of an Office Open XML package, as Office and LibreOffice write it (ECMA-376, part 2).
  { type: 'ooxml', pattern: /^PK\x03\x04[^]{26}(\[Content_Types\]\.xml|_rels\/|docProps\/|word\/|xl\/)/ },
  { type: 'zip', pattern: /^PK(\x03\x04|\x05\x06|\x07\x08)/ },
  // Compound File Binary: the older Office files, and Revit's RFA and RVT ([MS-CFB], section 2.2).
  { type: 'ole', pattern: /^\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1/ },
  { type: 'rtf', pattern: /^\{\\rtf/ },
  // The version of the drawing: AC1009 to AC1032 (Open Design Specification for .dwg files).
  { type: 'dwg', pattern: /^AC10\d\d/ },
  { type: 'dxf', pattern: /^(AutoCAD Binary DXF\r\n\x1a|\s*(999\r?\n[^\n]*\r?\n\s*)*0\r?\n\s*SECTION)/ },
  { type: 'ifc', pattern: /^\s*ISO-10303-21;[^]*FILE_SCHEMA\s*\(\s*\(\s*'IFC/i },
  { type: 'step', pattern: /^\s*ISO-10303-21;/ },
  { type: 'iges', pattern: /^[^\n]{72}S {0,6}\d+\r?\n/ },
  { type: 'skp', pattern: /^(\xff\xfe\xff\x0eS\0k\0e\0t\0c\0h\0U\0p|[^]{0,2}SketchUp Model)/ },
  { type: '3ds', pattern: /^MM[^]{4}[\x02=]/ },
  // IESNA LM-63.
  { type: 'ies', pattern: /^\s*IESNA/ },
  { type: 'image', pattern: /^(\x89PNG\r\n\x1a\n|\xff\xd8\xff|GIF8[79]a|RIFF[^]{4}WEBP|II\*\0|MM\0\*)/ },
  { type: 'xml', pattern: /^(\xef\xbb\xbf)?\s*<\?xml/ },
];

/** Whether it is the page of a site and no file to keep, whatever it is called. */
export function isWebPage(bytes: Uint8Array): boolean {
  const start = latin1(bytes);
  return /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--((?!-->)[^])*-->\s*)*<(!doctype html|html|head|body|script|meta|title)[\s>]/i.test(
    start,
  );
}

/** Tells from its first bytes what kind of file it is; undefined when it is neither of a known kind nor text. */
export function sniffDocument(bytes: Uint8Array): DocumentType | undefined {
  const start = latin1(bytes);
  const known = signatures.find(({ pattern }) => pattern.test(start))?.type;
  return known ?? (start !== '' && !/[\x00-\x08\x0e-\x1a\x1c-\x1f]/.test(start) ? 'text' : undefined);
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
}
