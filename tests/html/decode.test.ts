import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeHtml } from '#html/decode.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

describe('decodeHtml', () => {
  test('a byte order mark is believed before anything else', () => {
    const body = Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('Größe')]);
    expect(decodeHtml(body, 'text/html; charset=iso-8859-1')).toBe('Größe');
    expect(decodeHtml(Uint8Array.from([0xff, 0xfe, 0x41, 0x00]), undefined)).toBe('A');
  });

  test('the Content-Type is believed before the page', () => {
    expect(decodeHtml(latin1('<meta charset="utf-8">Gr\xf6\xdfe'), 'text/html; charset="ISO-8859-1"')).toContain(
      'Größe',
    );
  });

  test.each([
    '<meta charset=windows-1251>',
    '<META http-equiv="Content-Type" content="text/html; charset=windows-1251">',
  ])('%s is read', (meta) => {
    expect(decodeHtml(latin1(`${meta}\xd6\xe5\xed\xe0`), 'text/html')).toContain('Цена');
  });

  test('a page that was saved as UTF-8 is, whatever it declared before', () => {
    expect(decodeHtml(utf8('<meta charset="iso-8859-2">Ár: 2 000 Ft'), undefined)).toContain('Ár: 2 000 Ft');
  });

  test('an encoding that is written in ASCII alone is still believed', () => {
    const body = latin1('<meta charset="iso-2022-jp">\x1b$B2A3J\x1b(B');
    expect(decodeHtml(body, undefined)).toContain('価格');
  });

  test('a declaration after the first 1,024 bytes does not count', () => {
    expect(decodeHtml(utf8(`${' '.repeat(1100)}<meta charset="windows-1251">é`), undefined)).toContain('é');
  });

  test('a page that could be read byte by byte is not UTF-16', () => {
    expect(decodeHtml(utf8('<meta charset="utf-16">é'), undefined)).toContain('é');
  });

  test('without a declaration it is UTF-8, or windows-1252 when it cannot be', () => {
    expect(decodeHtml(utf8('12 €'), undefined)).toBe('12 €');
    expect(decodeHtml(latin1('12 \x80'), undefined)).toBe('12 €');
  });

  test('an unknown label counts as not given', () => {
    expect(decodeHtml(utf8('<meta charset="utf-8">é'), 'text/html; charset=klingon')).toContain('é');
    expect(decodeHtml(utf8('é'), 'text/html; charset=iso-2022-kr')).toBe('é');
  });

  test('a label that the bytes disprove is corrected', () => {
    expect(decodeHtml(utf8('Höhe 45 × 50'), 'text/html; charset=iso-8859-1')).toBe('Höhe 45 × 50');
    expect(decodeHtml(utf8('<meta charset="windows-1252">Höhe'), undefined)).toContain('Höhe');
    expect(decodeHtml(latin1('H\xf6he'), 'text/html; charset=utf-8')).toBe('Höhe');
  });

  test('one damaged character does not make it another encoding', () => {
    const body = Uint8Array.from([...utf8('Höhe '), 0xc3, ...utf8(' Länge')]);
    expect(decodeHtml(body, 'text/html; charset=utf-8')).toBe('Höhe \ufffd Länge');
    expect(decodeHtml(body, undefined)).toContain('Ã');
  });

  test('never fails, whatever the bytes and the header are', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.option(fc.string(), { nil: undefined }), (body, type) => {
        expect(typeof decodeHtml(body, type)).toBe('string');
      }),
    );
  });
});
