import { describe, expect, test } from 'vitest';
import { checkFetchers } from '#app/doctor/fetchers.ts';
import { chooseFetchers } from '#app/fetcher-choice.ts';
import { openNetwork } from '#app/network.ts';
import { noWishes } from '#scraping/politeness/host-wishes.ts';
import { fakeContext } from '../fakes/context.ts';
import { realClock } from '../fakes/real-clock.ts';
import { forbiddenSpellings } from '../fixtures/forbidden-spellings.ts';
import { settingsWith } from './doctor/settings.ts';

async function chosen(values: Readonly<Record<string, unknown>> = {}) {
  const settings = settingsWith(values);
  const network = await openNetwork(settings);
  try {
    return chooseFetchers(settings, network, noWishes).map(({ fetcher, retries, timeout }) => [
      fetcher.name,
      retries,
      timeout,
    ]);
  } finally {
    await network.close();
  }
}

describe('the fetchers', () => {
  test('are http and impit, unless something else is said', async () => {
    expect(await chosen()).toEqual([
      ['http', 3, 30_000],
      ['impit', 3, 30_000],
    ]);
  });

  test('are asked in the order in which they are given, each once', async () => {
    expect((await chosen({ 'scraping.fetchers': ' impit, HTTP,impit' })).map(([name]) => name)).toEqual([
      'impit',
      'http',
    ]);
    expect((await chosen({ 'scraping.fetchers': ['http'] })).map(([name]) => name)).toEqual(['http']);
  });

  test.each(['', ',', 'curl', 'http,curl'])('cannot be "%s"', async (names) => {
    await expect(chosen({ 'scraping.fetchers': names })).rejects.toThrow(
      /expected some of http, impit, browser, firecrawl/,
    );
  });

  test('that may cost are tried twice at most', async () => {
    const firecrawl = { 'scraping.fetchers': 'firecrawl', 'firecrawl.baseUrl': 'http://127.0.0.1:9' };
    expect(await chosen(firecrawl)).toEqual([['firecrawl', 1, 90_000]]);
    expect(await chosen({ ...firecrawl, 'scraping.retries': 0 })).toEqual([['firecrawl', 0, 90_000]]);
  });

  test('a browser that is not there is a complaint', async () => {
    const nowhere = { 'scraping.fetchers': 'http,browser', 'browser.executable': '/no/such/browser' };
    await expect(chosen(nowhere)).rejects.toMatchObject({ category: 'config' });
  });

  test('are refused addresses that are not public, whoever connects', async () => {
    const settings = settingsWith({
      'scraping.fetchers': 'http,impit,browser,firecrawl',
      'firecrawl.baseUrl': 'http://127.0.0.1:9',
      // It is never started for such an address.
      'browser.executable': process.execPath,
    });
    const network = await openNetwork(settings);
    for (const { fetcher } of chooseFetchers(settings, network, noWishes)) {
      for (const spelling of forbiddenSpellings) {
        const fetched = fetcher.fetch(new URL(spelling), fakeContext({ clock: realClock }));
        await expect(fetched).rejects.toMatchObject({ category: 'forbidden_address' });
      }
    }
    await network.close();
  });

  test('that go on are those of a list, which can be set', () => {
    expect(settingsWith().scraping.fallbackOn).toContain('bot_detected');
    expect(settingsWith({ 'scraping.fallbackOn': 'timeout' }).scraping.fallbackOn).toEqual(['timeout']);
    expect(() => settingsWith({ 'scraping.fallbackOn': 'budget_exceeded' })).toThrow(/is no failure of a fetcher/);
  });
});

describe('the doctor', () => {
  test('names the fetchers', async () => {
    expect(await checkFetchers(settingsWith())).toEqual({ name: 'fetchers', state: 'ok', found: 'http, then impit' });
  });

  test('says what is missing', async () => {
    expect(await checkFetchers(settingsWith({ 'scraping.fetchers': 'http,firecrawl' }))).toMatchObject({
      state: 'problem',
      found: expect.stringContaining('SPECBOOK_FIRECRAWL_API_KEY'),
    });
  });
});
