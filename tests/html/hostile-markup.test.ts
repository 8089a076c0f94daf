import { expect, test } from 'vitest';
import { PipelineError } from '#core/pipeline-error.ts';
import { reduceHtml } from '#html/reduce.ts';
import { judge } from '#scraping/verdict.ts';
import { fakePage } from '../fakes/page.ts';

const many = 100_000;

/** What takes quadratic time or a deep stack in a careless parser; the test's own deadline is the limit. */
test.each<[string, string]>([
  ['deep nesting', '<div>'.repeat(many)],
  ['deep nesting, closed', `${'<div>'.repeat(many)}x${'</div>'.repeat(many)}`],
  ['tables in tables', '<table><tr><td>'.repeat(many)],
  ['lists in lists', '<ul><li>'.repeat(many)],
  ['definitions in definitions', '<dl><dt>a</dt><dd>b</dd>'.repeat(many)],
  ['items in items', '<div itemscope itemprop="a">'.repeat(many)],
  ['a huge attribute', `<p title="${'x'.repeat(9_000_000)}">x</p>`],
  ['an attribute without end', `<p title="${'<p>'.repeat(many)}`],
  ['a great many attributes', `<p ${Array.from({ length: many }, (_, index) => `a${index}=b`).join(' ')}>x</p>`],
  ['a huge name', `<${'a'.repeat(5_000_000)}>x`],
  ['nothing but brackets', '<'.repeat(5_000_000)],
  ['nothing but ampersands', '&'.repeat(5_000_000)],
  ['comments without end', '<!--'.repeat(many)],
  ['scripts in scripts', '<script>'.repeat(many)],
  ['deep JSON', `<script type="application/ld+json">${'{"a":'.repeat(many)}1${'}'.repeat(many)}</script>`],
  ['JSON without end', `<script type="application/ld+json">${'['.repeat(many)}</script>`],
])('%s comes to an end, and not to a crash', (_name, html) => {
  expect(() => judge(fakePage({ body: html, headers: { 'content-type': 'text/html' } }))).not.toThrow();
  try {
    reduceHtml({ url: 'https://shop.test/', html });
  } catch (error) {
    expect(error).toBeInstanceOf(PipelineError);
  }
});
