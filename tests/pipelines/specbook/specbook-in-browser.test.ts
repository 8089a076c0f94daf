import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { requireService } from '../../services.ts';

const run = promisify(execFile);
const book = resolve('tests/golden/specbook.html');

/** Headless, without a sandbox (tests may run as root), and without the calls home that a browser makes. */
const quietly = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

test('the spec book prints from a real browser, each product on a page of its own', async (context) => {
  const chromium = requireService('chromium', context);
  const directory = mkdtempSync(join(tmpdir(), 'specbook-print-'));
  const pdf = join(directory, 'specbook.pdf');
  const parameters = [`--user-data-dir=${join(directory, 'profile')}`, `--print-to-pdf=${pdf}`];
  await run(chromium, [...quietly, ...parameters, pathToFileURL(book).href]);
  const pages = readFileSync(pdf, 'latin1').match(/\/Type\s*\/Page\b/gu) ?? [];
  const products = readFileSync(book, 'utf8').match(/<article\b/gu) ?? [];
  expect(products.length).toBeGreaterThan(0);
  // The cover and the contents come before them.
  expect(pages.length).toBeGreaterThanOrEqual(products.length + 2);
  rmSync(directory, { recursive: true, force: true });
}, 60_000);
