import { describe, expect, test } from 'vitest';
import type { Fact } from '#core/fact.ts';
import type { Notice } from '#core/notice.ts';
import type { FailureCategory } from '#core/failure.ts';
import type { Settlement, StoredFailure } from '#core/run-store.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { type LogLine, logLines } from '#telemetry/log-lines.ts';
import { rootSpanId, spanIdOf } from '#telemetry/span-id.ts';
import { fact } from '../fakes/fact.ts';
import { started } from '../fakes/notice.ts';

const item = { id: 'item-1', key: 'shop.test', input: 'https://shop.test/chair?token=s3cret' };
const trace = started(item).traceId;
const attempt = (number: number, outcome: Fact['outcome'] = 'ok', attributes: Fact['attributes'] = {}) =>
  fact({ kind: 'fetch', attempt: number, outcome, at: 1_000 * number, duration: 250, attributes });

type Ending =
  | Pick<Extract<Settlement, { outcome: 'succeeded' }>, 'outcome' | 'schema' | 'record'>
  | Pick<Extract<Settlement, { failure: StoredFailure }>, 'outcome' | 'failure'>;

const settled = (ending: Ending): Notice => {
  const facts = [fact({ kind: 'settlement', stage: '', duration: 321.4 })];
  return {
    kind: 'settled',
    item,
    settlement: { item: 'item-1', round: 1, traceId: trace, at: 5_000, facts, ...ending },
  };
};
const succeeded = settled({ outcome: 'succeeded', schema: 's', record: { name: 's3cret' } });
const failed = (category: FailureCategory, outcome: 'failed' | 'not_found' = 'failed') =>
  settled({ outcome, failure: { category, stage: 'scraping', message: 'no answer', details: { key: 's3cret' } } });

function logOf(...happened: readonly (Fact | Notice)[]): readonly LogLine[] {
  const lines: LogLine[] = [];
  const about = { url: 'https://shop.test/chair?token=REDACTED', host: 'shop.test' };
  const told = logLines(
    specbookCatalogue.spans,
    () => about,
    () => 9_000,
    (line) => void lines.push(line),
  );
  told.notice(started(item));
  for (const each of happened) {
    if ('attributes' in each) told.fact(each);
    else told.notice(each);
  }
  return lines;
}

const brief = (lines: readonly LogLine[]) => lines.map(({ level, message }) => `${level} ${message}`);

describe('the log', () => {
  test('has the steps as details, and an item that is done as an event', () => {
    expect(
      brief(logOf(attempt(1), fact({ kind: 'stage' }), fact({ kind: 'settlement', stage: '' }), succeeded)),
    ).toEqual(['debug fetch done', 'debug scraping done', 'info item done']);
  });

  test('warns of an attempt that failed, once the item has gone on', () => {
    expect(brief(logOf(attempt(1, 'timeout')))).toEqual([]);
    expect(brief(logOf(attempt(1, 'timeout'), attempt(2, 'connection'), attempt(3), succeeded))).toEqual([
      'warn fetch failed, and the item went on',
      'warn fetch failed, and the item went on',
      'debug fetch done',
      'info item done',
    ]);
  });

  test('has an item without a record as an error, and what it failed of as a detail', () => {
    const failing = [
      attempt(1, 'timeout'),
      fact({ kind: 'page', outcome: 'timeout' }),
      fact({ kind: 'stage', outcome: 'timeout' }),
    ];
    expect(brief(logOf(...failing, failed('timeout')))).toEqual([
      'debug page failed',
      'debug scraping failed',
      'debug fetch failed',
      'error no record: timeout',
    ]);
  });

  test('takes a page that does not exist for an answer', () => {
    expect(brief(logOf(failed('not_found', 'not_found')))).toEqual(['info no record: not_found']);
  });

  test('warns of an item that waits, and has one that is cut off as a detail', () => {
    const parked: Notice = { kind: 'parked', item, until: 60_000, scope: 'key', category: 'rate_limited' };
    expect(brief(logOf(attempt(1, 'rate_limited'), parked))).toEqual([
      'debug fetch failed',
      'warn parked: its host waits',
    ]);
    expect(logOf(parked)[0]?.attributes).toMatchObject({
      'error.type': 'rate_limited',
      until: '1970-01-01T00:01:00.000Z',
    });
    expect(brief(logOf({ kind: 'let_go', item }))).toEqual(['debug let go: it is taken up again']);
  });

  test('names spans by the ids that traces have, and times by when something ended', () => {
    const [step, done] = logOf(attempt(2), succeeded);
    expect(step).toMatchObject({ at: 2_250, trace, span: spanIdOf(trace, attempt(2)) });
    expect(done).toMatchObject({ at: 9_000, trace, span: rootSpanId(trace) });
    expect(done?.attributes).toMatchObject({
      duration_ms: 321,
      'specbook.item.id': 'item-1',
      'server.address': 'shop.test',
    });
  });

  test('says what the catalogue has a name for, and nothing else', () => {
    const noted = { status: 200, authorization: 's3cret', cookie: 's3cret', whatever: 's3cret' };
    const lines = logOf(attempt(1, 'ok', noted), failed('timeout'), succeeded);
    expect(lines[0]?.attributes).toMatchObject({ 'http.response.status_code': 200 });
    expect(JSON.stringify(lines)).not.toContain('s3cret');
  });
});
