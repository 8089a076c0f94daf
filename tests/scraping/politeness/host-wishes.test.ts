import { describe, expect, test } from 'vitest';
import type { HttpAnswer, HttpRequest } from '#scraping/http-request.ts';
import { heeding, hostWishes, Withheld } from '#scraping/politeness/host-wishes.ts';
import { politeHosts } from '#scraping/politeness/hosts.ts';
import { fakeClock } from '../../fakes/clock.ts';

const shop = new URL('https://shop.test/chair');
const other = new URL('https://other.test/chair');
const refusal = { status: 429, headers: { 'retry-after': '30' } };

function arrange() {
  const clock = fakeClock();
  const hosts = politeHosts({ concurrency: 4, interval: 0, adapts: true }, clock.now);
  return { clock, hosts, wishes: hostWishes(hosts, clock.now) };
}

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

describe('a host that asks for time', () => {
  test('is asked for nothing until then, as soon as the head of the answer is there', async () => {
    const { clock, wishes } = arrange();
    wishes.look(shop)(refusal);
    const withheld = thrown(() => wishes.look(new URL('https://shop.test/picture.png')));
    expect(withheld).toBeInstanceOf(Withheld);
    expect(withheld).toMatchObject({ host: 'shop.test', until: clock.now() + 30_000, category: 'rate_limited' });
    await clock.advance(29_999);
    expect(thrown(() => wishes.look(shop))).toBeInstanceOf(Withheld);
    await clock.advance(1);
    expect(thrown(() => wishes.look(shop))).toBeUndefined();
  });

  test('says nothing for others', () => {
    const { wishes } = arrange();
    wishes.look(shop)(refusal);
    expect(thrown(() => wishes.look(other))).toBeUndefined();
  });

  test.each([
    ['a refusal that names no time', { status: 429, headers: {} }],
    ['a page', { status: 200, headers: { 'retry-after': '30' } }],
  ])('is not one that answers with %s', (_what, head) => {
    const { wishes } = arrange();
    wishes.look(shop)(head);
    expect(thrown(() => wishes.look(shop))).toBeUndefined();
  });

  test('slows its pace once with all that was sent before, whether it is told at the head or at the end', async () => {
    const { clock, hosts, wishes } = arrange();
    const { pace } = hosts.of('shop.test');
    const tickets = [1, 2, 3, 4].map(() => pace.begin(clock.now()));
    const told = tickets.map(() => wishes.look(shop));
    await clock.advance(100);
    for (const tell of told) tell(refusal);
    for (const ticket of tickets) pace.end(ticket, clock.now(), { kind: 'slow_down', until: clock.now() + 30_000 });
    await clock.advance(30_000);
    // Half of four, and not half of that.
    pace.begin(clock.now());
    await clock.advance(250);
    expect(pace.admit(clock.now())).toEqual({ ok: true });
    pace.begin(clock.now());
    await clock.advance(250);
    expect(pace.admit(clock.now())).toMatchObject({ reason: 'concurrency' });
  });
});

describe('heeding(send)', () => {
  const answer: HttpAnswer = { ...refusal, setCookies: [], body: new Uint8Array(), complete: true };
  const request = { headers: {}, maxBytes: 1_000, longer: 'fail', signal: new AbortController().signal } as const;
  const send = async (_url: URL, { beforeWrite, onHead }: HttpRequest) => {
    beforeWrite?.();
    onHead?.(answer);
    return answer;
  };

  test('looks before it writes and tells what is answered, besides what it is asked to call', async () => {
    const { wishes } = arrange();
    const calls: string[] = [];
    const asked = {
      ...request,
      beforeWrite: () => void calls.push('write'),
      onHead: ({ status }: { readonly status: number }) => void calls.push(`head ${status}`),
    };
    const heeded = heeding(send, wishes);
    expect(await heeded(shop, asked)).toBe(answer);
    expect(calls).toEqual(['write', 'head 429']);
    await expect(heeded(shop, asked)).rejects.toBeInstanceOf(Withheld);
    await expect(heeded(other, asked)).resolves.toBe(answer);
  });
});
