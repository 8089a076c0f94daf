import fc from 'fast-check';
import { expect, test } from 'vitest';
import { zipSync } from 'fflate';
import { specSheet } from '#demo/site/spec-sheet.ts';
import { inspectDocument } from '#quality/files/inspect-document.ts';

const inspect = (name: string, content: Uint8Array | string, given: { isWhole?: boolean; mediaType?: string } = {}) => {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'latin1') : content;
  const { isWhole = true, mediaType = '' } = given;
  return inspectDocument({ url: `https://shop.test/files/${name}`, bytes, isWhole, size: bytes.length, mediaType });
};
const zip = (...names: string[]) => zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array(40)])));
const compound = '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1' + '\0'.repeat(50);

test.each([
  ['sheet.pdf', specSheet(['Chair']), 'pdf'],
  ['download?id=7', specSheet(['Chair']), 'pdf'],
  ['models.zip', zip('chair.dwg'), 'zip'],
  ['chair.docx', zip('[Content_Types].xml', 'word/document.xml'), 'ooxml'],
  ['chair.dwg', 'AC1032\0\0\0\0', 'dwg'],
  ['chair.dxf', '  0\r\nSECTION\r\n  2\r\nHEADER', 'dxf'],
  ['chair.rfa', compound, 'ole'],
  ['chair.rvt', compound, 'ole'],
  ['chair.ifc', "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('IFC4'));", 'ifc'],
  ['chair.stp', "ISO-10303-21;\nHEADER;\nFILE_SCHEMA(('AUTOMOTIVE_DESIGN'));", 'step'],
  ['lamp.ies', 'IESNA:LM-63-2002\n[TEST] 1', 'ies'],
  ['lamp.ldt', 'Lumenord\n1\n0\n36', 'text'],
  ['chair.obj', '# chair\nv 0 0 0', 'text'],
])('%s is what it says', (name, content, type) => {
  const bytes = typeof content === 'string' ? content.length : content.length;
  expect(inspect(name, content)).toEqual({ ok: true, type, bytes });
});

test.each([
  ['sheet.pdf', '<!DOCTYPE html><html>Sign in', /a web page, not PDF/],
  ['sheet.pdf', '', /empty/],
  ['sheet.pdf', zip('a'), /named pdf, but it is zip/],
  ['sheet.pdf', specSheet(['Chair']).subarray(0, 200), /cut off/],
  ['chair.dwg', specSheet(['Chair']), /named dwg, but it is pdf/],
  ['chair.rfa', 'PK\x03\x04', /named rfa, but it is zip/],
  ['models.zip', '\x07\x00\x01', /no known kind/],
  ['data-sheet', 'Thank you', /text, not a document/],
])('%s is not', (name, content, reason) => {
  expect(inspect(name, content)).toEqual({ ok: false, reason: expect.stringMatching(reason) });
});

test('what the server calls it counts where the name says nothing', () => {
  expect(inspect('download', zip('a'), { mediaType: 'application/pdf' })).toMatchObject({ ok: false });
});

test('no bytes make it fail', () => {
  fc.assert(
    fc.property(fc.string(), fc.uint8Array(), fc.boolean(), (name, bytes, isWhole) => {
      expect(typeof inspect(name, bytes, { isWhole }).ok).toBe('boolean');
    }),
  );
});
