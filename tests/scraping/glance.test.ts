import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { glance } from '#scraping/glance.ts';
import { outlinePage } from '#scraping/page-outline.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);
const textOf = (body: Uint8Array, contentType?: string) => outlinePage(glance(body, contentType)).text;

describe('glance', () => {
  test.each<[string, Uint8Array, string | undefined]>([
    ['UTF-8', utf8('<p>Stühle à 4 kg – 椅子</p>'), 'text/html'],
    [
      'UTF-8 with a byte order mark',
      Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), utf8('<p>Stühle à 4 kg – 椅子')]),
      '',
    ],
    [
      'UTF-16',
      Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('<p>Stühle à 4 kg – 椅子', 'utf16le')]),
      undefined,
    ],
  ])('reads %s', (_, body, contentType) => {
    expect(textOf(body, contentType)).toBe('Stühle à 4 kg – 椅子');
  });

  test('reads what the header says', () => {
    const body = Buffer.from('<p>St\u00fchle \u0080 4', 'latin1');
    expect(textOf(body, 'text/html; charset="ISO-8859-1"')).toBe('Stühle € 4');
    expect(textOf(body, 'text/html; charset=klingon')).toBe('St\ufffdhle \ufffd 4');
  });

  test('a character whose last byte is white space by itself stays whole', () => {
    expect(textOf(utf8('<b>à</b><i>ąŠ </i>'))).toBe('à ąŠ');
  });

  test('says of any text what decoding the whole page would', () => {
    const words = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll(/[<>&]/g, ''));
    fc.assert(
      fc.property(fc.array(words), (parts) => {
        const plain = parts.join(' ').replaceAll(/\s+/g, ' ').trim();
        expect(textOf(utf8(parts.map((part) => `<p>${part}</p>`).join('')))).toBe(plain);
      }),
    );
  });

  test('of a page beyond 300 KB, shows the beginning and the end', () => {
    const { html } = glance(utf8(`<p>begin<script>${'x'.repeat(400_000)}</script><p>end`), undefined);
    expect(html.length).toBeLessThan(310_000);
    expect(outlinePage({ html, read: (piece) => piece }).text).toBe('begin end');
  });

  test('reads Chinese to its length, not to that of its bytes', () => {
    expect(textOf(utf8(`<p>${'椅'.repeat(40)}</p>`.repeat(200))).length).toBeGreaterThan(5_000);
  });
});
