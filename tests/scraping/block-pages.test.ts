import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { judge } from '#scraping/verdict.ts';
import { fakePage } from '../fakes/page.ts';
import { evidenceStrings } from '../fixtures/block-evidence.ts';
import { mentions, planted } from '../fixtures/planted.ts';

/** Captured pages, which belong to their owners and so are not part of the project. */
const folder = join(import.meta.dirname, '../../../shared/corpora/block-pages');
const isThere = existsSync(join(folder, 'labels.json'));

describe.skipIf(!isThere)(
  `judge on captured pages, with status 200 and no headers (needs ${folder.split('/').slice(-3).join('/')})`,
  () => {
    const labels = isThere
      ? (JSON.parse(readFileSync(join(folder, 'labels.json'), 'utf8')) as Record<string, Label>)
      : {};
    const cases = Object.entries(labels).map(([name, label]) => ({ name, ...label }));

    test.each(cases.filter(({ blocked }) => blocked))('$name was refused by $vendor', ({ name, vendor }) => {
      expect(verdictOn(name)).toMatchObject({ ok: false, category: 'bot_detected', vendor });
    });

    test.each(cases.filter(({ blocked }) => !blocked))('$name is a page', ({ name }) => {
      expect(verdictOn(name)).toEqual({ ok: true });
    });

    test.each(Object.entries(mentions).slice(0, 3))(
      'no ordinary page is refused for what it says in %s',
      (_, mention) => {
        const refused = cases
          .filter(({ blocked }) => !blocked)
          .flatMap(({ name }) => {
            const html = readFileSync(join(folder, 'html', `${name}.html`), 'latin1');
            return evidenceStrings.filter((text) => {
              const said = Buffer.from(mention(text)).toString('latin1');
              const verdict = judge(fakePage({ headers: {}, body: Buffer.from(planted(html, said), 'latin1') }));
              return !verdict.ok;
            });
          });
        expect(refused).toEqual([]);
      },
    );

    function verdictOn(name: string) {
      return judge(fakePage({ headers: {}, body: readFileSync(join(folder, 'html', `${name}.html`)) }));
    }
  },
);

const products = join(folder, '../product-pages/html');

/** Only counted, never shown: these pages were not looked at when the rules were made. */
test.skipIf(!existsSync(products))('judge refuses none of the product pages of the corpus', () => {
  const files = readdirSync(products);
  const verdicts = files.map((file) => judge(fakePage({ body: gunzipSync(readFileSync(join(products, file))) })));
  expect(files.length).toBeGreaterThan(40);
  expect(verdicts.flatMap((verdict) => (verdict.ok ? [] : [verdict.category]))).toEqual([]);
});

type Label = { readonly blocked: boolean; readonly vendor: string | null };
