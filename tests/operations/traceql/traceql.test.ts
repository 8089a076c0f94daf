import { describe, expect, test } from 'vitest';
import { traceqlOf } from '#operations/traceql/traceql.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { traceqlProblems } from './traceql-problems.ts';

const traces = traceqlOf(specbookCatalogue);

describe('queries of spans', () => {
  test.each([
    [
      traces.spans({
        span: 'item',
        where: [{ status: 'error' }, { attribute: 'error.type', is: '=~', value: '$category' }],
        select: ['url.full', 'error.type'],
      }),
      '{ name = "item" && status = error && span.error.type =~ "$category" } | select(span.url.full, span.error.type)',
    ],
    [
      traces.spans({ span: 'item', where: [{ longerThan: '30s' }], select: ['specbook.outcome'] }),
      '{ name = "item" && duration > 30s } | select(span.specbook.outcome)',
    ],
    [
      traces.spans({
        span: 'GET',
        where: [
          { attribute: 'http.response.status_code', is: '>=', value: 500 },
          { attribute: 'specbook.bot.vendor', is: 'present' },
        ],
        select: ['specbook.fetcher'],
      }),
      '{ name = "GET" && span.http.response.status_code >= 500 && span.specbook.bot.vendor != nil } | select(span.specbook.fetcher)',
    ],
  ])('%s', (query, expected) => {
    expect(query).toBe(expected);
    expect(traceqlProblems(query, specbookCatalogue)).toEqual([]);
  });

  test.each([
    ['a span', () => traces.spans({ span: 'products', select: [] }), 'has no span products'],
    [
      'an attribute',
      () => traces.spans({ span: 'item', select: ['url.path'] }),
      'the span item has no attribute url.path',
    ],
    [
      'an attribute of another span',
      () =>
        traces.spans({ span: 'run', where: [{ attribute: 'specbook.fetcher', is: '=', value: 'http' }], select: [] }),
      'the span run has no attribute specbook.fetcher',
    ],
  ])('%s that is not in the catalogue cannot be asked for', (_what, ask, complaint) => {
    expect(ask).toThrow(complaint);
  });
});

test.each([
  ['{ name = "item" && } | select(span.url.full)', 'does not parse'],
  ['{ name = "products" }', 'no span products'],
  ['{ name = "item" } | select(span.url.path)', 'no attribute span.url.path'],
])('the problem of %s is found', (query, problem) => {
  expect(traceqlProblems(query, specbookCatalogue).join('\n')).toContain(problem);
});
