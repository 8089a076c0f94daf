import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readMarkup } from '#scraping/page-markup.ts';
import { scanHtml } from '#scraping/scan-html.ts';

/** Everything that is found, as text. */
function scanned(html: string, doneAfter = Number.POSITIVE_INFINITY) {
  const found: string[] = [];
  const visitor = {
    done: false,
    text: (part: string, start: number, end: number) => {
      found.push(`text ${part.slice(start, end)}`);
    },
    tag: (name: string, closing: boolean, part: string, start: number, end: number) => {
      found.push(`${closing ? 'end' : 'tag'} ${name} ${part.slice(start, end)}`);
      visitor.done = found.length >= doneAfter;
    },
    raw: (name: string, tag: string, start: number, end: number) => {
      found.push(`raw ${name} ${tag} ${html.slice(start, end)}`);
    },
  };
  return { end: scanHtml(html, visitor), found };
}

describe('scanHtml', () => {
  test.each<[string, readonly string[]]>([
    ['<P>a <b>c</b>', ['tag p <P>', 'text a ', 'tag b <b>', 'text c', 'end b </b>']],
    ['<!doctype html><!-- <p> --><?xml ?>x', ['text x']],
    ['a < b </> c', ['text a ', 'text <', 'text  b ', 'text <', 'text /> c']],
    [
      '<SCRIPT>if (a</b) "<p>"</Script>x',
      ['tag script <SCRIPT>', 'raw script <SCRIPT> if (a</b) "<p>"', 'end script </Script>', 'text x'],
    ],
    ['<script src=a />x', ['tag script <script src=a />', 'text x']],
    ['<style>never closed', ['tag style <style>', 'raw style <style> never closed']],
    ['<a href=x', ['tag a <a href=x']],
    ['<my-tag:x1>', ['tag my-tag:x1 <my-tag:x1>']],
    ['<!-- never closed', []],
  ])('%s', (html, found) => {
    expect(scanned(html)).toEqual({ end: html.length, found });
  });

  test('stops when enough has been seen', () => {
    expect(scanned('<p>a<b>c', 1)).toEqual({ end: 3, found: ['tag p <p>'] });
  });

  test('comes to the end of anything, each place once', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '</',
      '<!--',
      '-->',
      '<script>',
      '</script',
      '<p ',
      'x',
      '<svg',
      '/>',
      '<?',
      '<!',
    );
    fc.assert(
      fc.property(fc.array(pieces), (parts) => {
        const html = parts.join('');
        let last = 0;
        const inOrder = (start: number, end: number) => {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThanOrEqual(start);
          last = end;
        };
        scanHtml(html, {
          done: false,
          text: (_part, start, end) => inOrder(start, end),
          tag: (_name, _closing, _part, start, end) => inOrder(start, end),
          raw: (_name, _tag, start, end) => inOrder(start, end),
        });
        expect(last).toBeLessThanOrEqual(html.length);
      }),
    );
  });
});

describe('a page of several windows', () => {
  const windowLength = 64 * 1_024;

  test.each([
    '<p>a b</p>',
    'a < b </> c',
    '<!-- a -->b',
    '<!doctype html>b',
    '<script type="module">a</b></script>b',
    '<textarea>a</TEXTAREA>b',
    '<svg>never closed',
    '</p',
    '<',
    'two words <b>and</b> two',
  ])('is read as one is, wherever it is cut: %s', (html) => {
    for (let before = windowLength - html.length - 1; before <= windowLength + 1; before += 1) {
      const filler = `<i>${'x'.repeat(before - 7)}</i>`;
      expect(scanned(`${filler}${html}`).found.slice(3)).toEqual(scanned(html).found);
    }
  });

  test.each(['x', '<!-- ', '<a href="', '<script>', '</', '<script></', 'x<'])('of %s', (piece) => {
    const html = `${piece.repeat(3 * windowLength)}<b>`;
    expect(scanned(html).end).toBe(html.length);
  });
});

describe('readMarkup', () => {
  test('tells tags, scripts that run, and scripts that hold data apart', () => {
    const html = `<p class="a">text</p><script>run()</script><script type="application/ld+json">{"a":1}</script>
      <script id=x type=application/json>{"b":2}</script><script type="importmap">{}</script><script type="module">m()</script>`;
    expect(readMarkup({ html, read: (piece) => piece })).toEqual({
      tags: '<p class="a"></p><script></script><script type="application/ld+json"></script><script id=x type=application/json></script><script type="importmap"></script><script type="module"></script>',
      code: 'run()\nm()',
      data: '{"a":1}\n{"b":2}\n{}',
    });
  });
});
