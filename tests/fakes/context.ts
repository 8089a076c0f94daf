import type { Attributes } from '#core/fact.ts';
import { Park } from '#core/park.ts';
import type { StageContext } from '#core/stage.ts';
import { fakeClock } from './clock.ts';
import { fakeRandom } from './random.ts';

/** A context that remembers what was noted on it. */
export type FakeContext = StageContext & {
  /** Everything noted so far, later notes over earlier ones. */
  readonly notes: Attributes;
  /** The events so far. */
  readonly events: readonly (readonly [name: string, attributes: Attributes])[];
};

/** A context for a test: an item, a clock that stands still, seeded randomness, a signal that never aborts. */
export function fakeContext(overrides: Partial<StageContext> = {}): FakeContext {
  const notes: Record<string, string | number | boolean> = {};
  const events: [string, Attributes][] = [];
  return {
    run: 'run-1',
    item: { id: 'item-1', key: 'shop.test', input: 'https://shop.test/product' },
    traceId: '0af7651916cd43dd8448eb211c80319c',
    round: 1,
    stage: 'scraping',
    iteration: 1,
    attempt: 1,
    history: [],
    numbers: new Map(),
    artifacts: [],
    signal: new AbortController().signal,
    clock: fakeClock(),
    random: fakeRandom(),
    note: (attributes) => {
      Object.assign(notes, attributes);
    },
    event: (name, attributes = {}) => {
      events.push([name, attributes]);
    },
    park: (until) => {
      throw new Park(until.getTime(), 'item');
    },
    ...overrides,
    notes,
    events,
  };
}
