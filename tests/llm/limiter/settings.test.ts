import { expect, test } from 'vitest';
import { limitsSetting } from '#llm/limiter/settings.ts';

const setting = limitsSetting({ description: 'limits' });

test.each([
  [undefined, undefined],
  ['rpm=500,tpm=200000', { rpm: 500, tpm: 200_000 }],
  [' rpm = 5 , concurrency=2,pool=team ', { rpm: 5, concurrency: 2, pool: 'team' }],
  [
    { rpd: 10_000, otpm: 8_000 },
    { rpd: 10_000, otpm: 8_000 },
  ],
  [
    { rpm: 5, minute: '2s' },
    { rpm: 5, minute: 2_000 },
  ],
  ['rpm=5,minute=500ms', { rpm: 5, minute: 500 }],
])('%j is read', (given, limits) => {
  const read = setting.parse(given);
  expect(read).toEqual(limits);
  // As a run stores it, and takes it up again.
  expect(setting.parse(read === undefined ? undefined : JSON.parse(JSON.stringify(read)))).toEqual(limits);
});

test.each(['rpm', 'rpm=0', 'rpm=many', 'requests=5', { rpm: 1.5 }, { rpm: '5' }, 5, 'rpm=5,minute=soon'])(
  '%j is complained of',
  (given) => {
    expect(setting.safeParse(given).success).toBe(false);
  },
);

test('a complaint says what there is', () => {
  const { error } = setting.safeParse('rps=5');
  expect(error?.issues[0]?.message).toMatch(/rps.*known are rpm, tpm/u);
});
