import { gzipSync } from 'node:zlib';
import { htmlAnswer, once, rawAnswer } from '../answer.ts';
import { filler } from '../filler.ts';
import { specSheet } from '../spec-sheet.ts';
import type { Fault } from './fault.ts';

/** Bytes once decompressed: more than the largest page that a run takes by default. Sent as a few KB. */
const tooManyBytes = 12_000_000;
const tooLarge = once(() => gzipSync(`<!doctype html><title>Large</title>${' '.repeat(tooManyBytes)}`));

/** Bytes of script that make a page large, and still one worth taking. */
const manyBytes = 5_000_000;

const nameless = `<!doctype html><html lang="en"><body><div><p>Delivery on weekdays between eight and five, to the kerb.
Carrying upstairs can be booked.</p><p>Returns within thirty days, in the packaging that it came in.</p></div></body></html>`;

/** Pages that arrive in full, and are not what they should be. */
export const content = {
  empty: {
    title: 'Empty page',
    room: 'Attic',
    ends: 'empty_content',
    reply: () => rawAnswer('text/html; charset=utf-8', ''),
  },
  document: {
    title: 'A PDF where a page should be',
    room: 'Attic',
    ends: 'unsupported_content',
    reply: () =>
      rawAnswer('application/pdf', specSheet(['Price list', 'This address leads to a document, not to a page.'])),
  },
  'too-large': {
    title: 'Page of 12 MB',
    room: 'Attic',
    ends: 'too_large',
    reply: () => rawAnswer('text/html; charset=utf-8', tooLarge(), { 'content-encoding': 'gzip' }),
  },
  nameless: {
    title: 'Page that names no product',
    room: 'Attic',
    ends: 'schema_invalid',
    reply: () => htmlAnswer(nameless),
  },
  large: {
    title: 'Page of 5 MB, with a product',
    recovers: 'large',
    reply: (_visit, _site, { page }) =>
      rawAnswer('text/html; charset=utf-8', Buffer.concat([page.body, Buffer.from(filler('script', manyBytes))])),
  },
  'wrong-charset': {
    title: 'Says ISO 8859-1, and is UTF-8',
    recovers: 'wrong-charset',
    reply: (_visit, _site, { page }) => rawAnswer('text/html; charset=iso-8859-1', page.body),
  },
  'wrong-type': {
    title: 'Says that it is plain text, and is a page',
    recovers: 'wrong-type',
    reply: (_visit, _site, { page }) => rawAnswer('text/plain; charset=utf-8', page.body),
  },
} as const satisfies Record<string, Fault>;
