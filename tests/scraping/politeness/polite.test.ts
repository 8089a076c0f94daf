import { describe, expect, test } from 'vitest';
import { Park } from '#core/park.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Page } from '#scraping/page.ts';
import { observed } from '#scraping/observed.ts';
import type { PageFetcher } from '#scraping/page-fetcher.ts';
import { type HostWishes, hostWishes } from '#scraping/politeness/host-wishes.ts';
import { politeHosts } from '#scraping/politeness/hosts.ts';
import { polite, type RobotsPolicy } from '#scraping/politeness/polite.ts';
import { robots, type Robots, type RobotsAnswer } from '#scraping/politeness/robots.ts';
import { fakeClock } from '../../fakes/clock.ts';
import { fakeContext } from '../../fakes/context.ts';
import { fakePage, observesAll } from '../../fakes/page.ts';
import { recordingObserver } from '../../fakes/observer.ts';

type Answering = (url: URL, wishes: HostWishes) => Promise<Page>;

/** A polite fetcher over one that answers so, with a clock to move. */
function arrange(answer: Answering, given: { robots?: Partial<RobotsAnswer>; policy?: RobotsPolicy } = {}) {
  const clock = fakeClock();
  const events: string[] = [];
  const asked: string[] = [];
  const waits: (number | undefined)[] = [];
  const inner: PageFetcher = {
    name: 'http',
    observes: observesAll,
    fetch: (url, { limiterWait }) => {
      asked.push(url.pathname);
      waits.push(limiterWait);
      return answer(url, wishes);
    },
  };
  const rules: Robots = {
    ask: async () => ({ allowed: true, crawlDelay: undefined, line: undefined, ...given.robots }),
  };
  const hosts = politeHosts({ concurrency: 2, interval: 0, adapts: true }, clock.now);
  const wishes = hostWishes(hosts, clock.now);
  const whole = polite(inner, hosts, rules, given.policy ?? 'obey');
  const fetchOne = (url: string, signal = new AbortController().signal) =>
    whole.fetch(new URL(url), fakeContext({ clock, signal, event: (name) => events.push(name) }));
  return { clock, asked, events, waits, hosts, wishes, fetch: fetchOne };
}

/** Answers that come when they are told to. */
function gate() {
  const waiting: (() => void)[] = [];
  const answer: Answering = () => new Promise((resolve) => waiting.push(() => resolve(fakePage())));
  return { answer, open: () => waiting.shift()?.() };
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
const settled = (promise: Promise<unknown>) => promise.catch((error: unknown) => error);

describe('a host', () => {
  test('gets no more requests at once than it may, in the order in which they came, and other hosts do not wait', async () => {
    const { answer, open } = gate();
    const { asked, fetch } = arrange(answer);
    const all = ['/1', '/2', '/3', '/4'].map((path) => fetch(`https://one.test${path}`));
    all.push(fetch('https://two.test/5'));
    await turn();
    expect(asked).toEqual(['/1', '/2', '/5']);
    open();
    await turn();
    expect(asked).toEqual(['/1', '/2', '/5', '/3']);
    for (let page = 0; page < 4; page += 1) {
      open();
      await turn();
    }
    expect(await Promise.all(all)).toHaveLength(5);
  });

  test('that asks for time gets it from all its pages: they are parked until then', async () => {
    const slowDown = new PipelineError('rate_limited', '429', { retryAfter: 30_000 });
    const { asked, clock, fetch } = arrange(async () => {
      throw slowDown;
    });
    expect(await settled(fetch('https://one.test/1'))).toBe(slowDown);
    const parked = await settled(fetch('https://one.test/2'));
    expect(parked).toBeInstanceOf(Park);
    expect(parked).toMatchObject({ until: clock.now() + 30_000, scope: 'key', category: 'rate_limited' });
    expect(asked).toEqual(['/1']);
  });

  test('that wants its pages far apart has them parked, and nearly as far apart has them wait', async () => {
    const far = arrange(async () => fakePage(), { robots: { crawlDelay: 20_000 } });
    await far.fetch('https://one.test/1');
    expect(await settled(far.fetch('https://one.test/2'))).toMatchObject({
      until: far.clock.now() + 20_000,
      scope: 'key',
    });

    const near = arrange(async () => fakePage(), { robots: { crawlDelay: 80 } });
    await near.fetch('https://one.test/1');
    const second = near.fetch('https://one.test/2');
    await turn();
    expect(near.asked).toEqual(['/1']);
    await near.clock.advance(80);
    await second;
    // What an attempt waited for is told with it, and is no part of the time that it took.
    expect(near.waits).toEqual([0, 80]);
    expect(near.events).toContain('politeness_wait');
  });

  test('that is down is left alone, and its pages come back when it is tried again', async () => {
    const { clock, fetch } = arrange(async () => {
      throw new PipelineError('connection', 'refused');
    });
    for (let page = 0; page < 15; page += 1) await settled(fetch(`https://one.test/${page}`));
    expect(await settled(fetch('https://one.test/x'))).toMatchObject({ category: 'circuit_open', retryAfter: 30_000 });
    await clock.advance(30_000);
    expect(await settled(fetch('https://one.test/x'))).toMatchObject({ category: 'connection' });
    expect(await settled(fetch('https://one.test/y'))).toMatchObject({ category: 'circuit_open', retryAfter: 60_000 });
  });

  test('loses no turn to a page that is cut off while it waits', async () => {
    const { answer, open } = gate();
    const { asked, fetch } = arrange(answer);
    const cut = new AbortController();
    const first = [fetch('https://one.test/1'), fetch('https://one.test/2')];
    const waiting = settled(fetch('https://one.test/3', cut.signal));
    const last = fetch('https://one.test/4');
    await turn();
    cut.abort(new Error('cut'));
    expect(await waiting).toMatchObject({ message: 'cut' });
    open();
    await turn();
    expect(asked).toEqual(['/1', '/2', '/4']);
    open();
    await turn();
    open();
    await Promise.all([...first, last]);
  });
});

describe('robots.txt', () => {
  const refusing = { allowed: false, line: 7 };

  test('is obeyed: the page is not asked for', async () => {
    const { asked, fetch } = arrange(async () => fakePage(), { robots: refusing });
    expect(await settled(fetch('https://one.test/1'))).toMatchObject({
      category: 'robots_denied',
      message: expect.stringContaining('line 7') as string,
    });
    expect(asked).toEqual([]);
  });

  test('can be overruled, which the trace tells, or not be looked at', async () => {
    const warned = arrange(async () => fakePage(), { robots: refusing, policy: 'warn' });
    await warned.fetch('https://one.test/1');
    expect(warned.events).toEqual(['robots_denied']);
    const ignored = arrange(async () => fakePage(), { robots: refusing, policy: 'ignore' });
    await ignored.fetch('https://one.test/1');
    expect(ignored.events).toEqual([]);
  });
});

describe('a request that its host does not want any more when it is about to be written', () => {
  const refusal = (seconds: string) => ({ status: 429, headers: { 'retry-after': seconds } });
  const first = new URL('https://one.test/refused');

  test('is sent when the time is over, if that is soon, and has been no attempt until then', async () => {
    const told: (() => void)[] = [];
    const observer = recordingObserver();
    const page = fakePage();
    const { clock, hosts, wishes, events } = arrange(async () => page);
    const fetcher: PageFetcher = {
      name: 'http',
      observes: observesAll,
      fetch: async (url) => {
        // What comes between the admission and the writing, once.
        told.shift()?.();
        wishes.look(url);
        return page;
      },
    };
    told.push(() => wishes.look(first)(refusal('0.05')));
    const whole = polite(observed(fetcher, observer, 'fetch'), hosts, undefined, 'ignore');
    const context = fakeContext({ clock, event: (name) => events.push(name) });
    const fetched = whole.fetch(new URL('https://one.test/1'), context);
    await turn();
    expect(observer.facts).toEqual([]);
    await clock.advance(50);
    expect(await fetched).toBe(page);
    expect(observer.facts).toMatchObject([{ attempt: 1, outcome: 'ok', attributes: { limiter_wait: 50 } }]);
    expect(events).toEqual(['withheld']);
  });

  test('waits with all of the host, if that is late, and gives its turn back', async () => {
    const { clock, hosts, wishes, fetch } = arrange(async (url, { look }) => {
      wishes.look(first)(refusal('30'));
      look(url);
      return fakePage();
    });
    const parked = await settled(fetch('https://one.test/1'));
    expect(parked).toBeInstanceOf(Park);
    expect(parked).toMatchObject({ until: clock.now() + 30_000, scope: 'key', category: 'rate_limited' });
    await clock.advance(30_000);
    expect(hosts.of('one.test').pace.admit(clock.now())).toEqual({ ok: true });
  });

  test('waits alone, when it is another host to which its own redirects', async () => {
    const { clock, wishes, fetch } = arrange(async (_url, { look }) => {
      look(new URL('https://www.one.test/1'));
      return fakePage();
    });
    wishes.look(new URL('https://www.one.test/'))(refusal('30'));
    const parked = await settled(fetch('https://one.test/1'));
    expect(parked).toMatchObject({ until: clock.now() + 30_000, scope: 'item', category: 'rate_limited' });
  });

  test('says nothing of whether the host is up: another page is the trial then', async () => {
    let answer: Answering = async () => {
      throw new PipelineError('connection', 'refused');
    };
    const { clock, wishes, fetch } = arrange(async (url, given) => answer(url, given));
    for (let page = 0; page < 15; page += 1) await settled(fetch(`https://one.test/${page}`));
    await clock.advance(30_000);
    answer = async (url, { look }) => {
      wishes.look(first)(refusal('30'));
      look(url);
      return fakePage();
    };
    expect(await settled(fetch('https://one.test/x'))).toBeInstanceOf(Park);
    await clock.advance(30_000);
    answer = async () => fakePage();
    expect(await fetch('https://one.test/y')).toEqual(fakePage());
  });

  test('is one for robots.txt as well: who waits for the first answer does not ask at once when it is a refusal', async () => {
    const { clock, hosts, wishes } = arrange(async () => fakePage());
    const asked: string[] = [];
    const plain: PageFetcher = {
      name: 'http',
      observes: observesAll,
      fetch: async (url) => {
        const tell = wishes.look(url);
        asked.push(url.pathname);
        await turn();
        tell(refusal('30'));
        return fakePage({ ...refusal('30'), body: '' });
      },
    };
    const whole = polite(plain, hosts, robots(plain), 'obey');
    const [one, other] = await Promise.all(
      ['/1', '/2'].map((path) => settled(whole.fetch(new URL(path, 'https://one.test'), fakeContext({ clock })))),
    );
    expect(one).toMatchObject({ category: 'rate_limited', retryAfter: 30_000 });
    expect(other).toMatchObject({ until: clock.now() + 30_000, scope: 'key', category: 'rate_limited' });
    expect(asked).toEqual(['/robots.txt']);
  });
});
