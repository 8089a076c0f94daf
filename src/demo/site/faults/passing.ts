import { type Fault, message } from './fault.ts';

/** Milliseconds that slow pages take. */
const slowness = 1500;

/** Faults that pass. */
export const passing = {
  'rate-limited': {
    title: 'Asks once to slow down (429), then answers',
    recovers: 'rate-limited',
    reply: ({ nth }, _site, { page }) =>
      nth === 1 ? message(429, '429 Too many requests', { headers: { 'retry-after': '1' } }) : page,
  },
  'rate-limited-until': {
    title: 'Asks once to come back at a time (429 with a date), then answers',
    recovers: 'rate-limited-until',
    // A date has whole seconds: 1.5 s from now is at least half a second away.
    reply: ({ nth }, { now }, { page }) =>
      nth === 1
        ? message(429, '429 Too many requests', { headers: { 'retry-after': new Date(now() + 1_500).toUTCString() } })
        : page,
  },
  flaky: {
    title: 'Fails once (500), then answers',
    recovers: 'flaky',
    reply: ({ nth }, _site, { page }) => (nth === 1 ? message(500, '500 Internal server error') : page),
  },
  slow: {
    title: 'Answers after a second and a half',
    recovers: 'slow',
    reply: (_visit, _site, { page }) => ({ ...page, delay: slowness }),
  },
  'slow-body': {
    title: 'Pauses for a second and a half amid the page',
    recovers: 'slow-body',
    reply: (_visit, _site, { page }) => ({ ...page, pause: slowness }),
  },
} as const satisfies Record<string, Fault>;
