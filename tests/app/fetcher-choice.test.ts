import { describe, expect, test } from 'vitest';
import { checkFetchers } from '#app/doctor/fetchers.ts';
import { chooseFetchers } from '#app/fetcher-choice.ts';
import { settingsWith } from './doctor/settings.ts';

const chosen = (values: Readonly<Record<string, unknown>> = {}) =>
  chooseFetchers(settingsWith(values)).map(({ fetcher, retries, timeout }) => [fetcher.name, retries, timeout]);

describe('the fetchers', () => {
  test('are http and impit, unless something else is said', () => {
    expect(chosen()).toEqual([
      ['http', 3, 30_000],
      ['impit', 3, 30_000],
    ]);
  });

  test('are asked in the order in which they are given, each once', () => {
    expect(chosen({ 'scraping.fetchers': ' impit, HTTP,impit' }).map(([name]) => name)).toEqual(['impit', 'http']);
    expect(chosen({ 'scraping.fetchers': ['http'] }).map(([name]) => name)).toEqual(['http']);
  });

  test.each(['', ',', 'curl', 'http,curl'])('cannot be "%s"', (names) => {
    expect(() => chosen({ 'scraping.fetchers': names })).toThrow(/expected some of http, impit, firecrawl/);
  });

  test('that may cost are tried twice at most', () => {
    const firecrawl = { 'scraping.fetchers': 'firecrawl', 'firecrawl.baseUrl': 'http://127.0.0.1:9' };
    expect(chosen(firecrawl)).toEqual([['firecrawl', 1, 90_000]]);
    expect(chosen({ ...firecrawl, 'scraping.retries': 0 })).toEqual([['firecrawl', 0, 90_000]]);
  });

  test('that go on are those of a list, which can be set', () => {
    expect(settingsWith().scraping.fallbackOn).toContain('bot_detected');
    expect(settingsWith({ 'scraping.fallbackOn': 'timeout' }).scraping.fallbackOn).toEqual(['timeout']);
    expect(() => settingsWith({ 'scraping.fallbackOn': 'budget_exceeded' })).toThrow(/is no failure of a fetcher/);
  });
});

describe('the doctor', () => {
  test('names the fetchers', () => {
    expect(checkFetchers(settingsWith())).toEqual({ name: 'fetchers', state: 'ok', found: 'http, then impit' });
  });

  test('says what is missing', () => {
    expect(checkFetchers(settingsWith({ 'scraping.fetchers': 'http,firecrawl' }))).toMatchObject({
      state: 'problem',
      found: expect.stringContaining('SPECBOOK_FIRECRAWL_API_KEY'),
    });
  });
});
