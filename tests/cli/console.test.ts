import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type DemoModel, startDemoModel } from '#demo/model/server.ts';
import { type DemoSite, startDemoSite } from '#demo/site/demo-site.ts';
import { requireService } from '../services.ts';
import { type Gate, startGate } from './gate.ts';
import { type Desk, desk } from './specbook.ts';
import { type Terminal, terminal, type TerminalSettings } from './terminal.ts';

let site: DemoSite;
let model: DemoModel;
let gate: Gate;
let own: Desk;
let words: readonly string[];
let rows: number;
const open: Terminal[] = [];

beforeAll(async () => {
  site = await startDemoSite({ port: 0 });
  model = await startDemoModel({ port: 0 });
});
afterAll(async () => {
  await site.close();
  await model.close();
});
beforeEach(async () => {
  own = desk();
  gate = await startGate(`${site.origin}/generated/1`);
  writeList(site.rows.filter((_, index) => index % 3 === 0));
  const asked = ['--model', 'demo-model', '--model-base-url', model.baseUrl];
  words = [
    'pipeline',
    '--input',
    'urls.txt',
    ...asked,
    '--images-checked',
    '0',
    '--retries',
    '0',
    '--max-failure-rate',
    '1',
  ];
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((each) => each.close()));
  await gate.close();
  own.clear();
});

/** The input: the gate first, so that it is soon all that is left. */
function writeList(pages: readonly { readonly url: string }[]): void {
  const urls = [gate.url, ...pages.map(({ url }) => url)];
  rows = urls.length;
  writeFileSync(join(own.directory, 'urls.txt'), urls.join('\n'));
}

/** The program on a terminal, at work until the gate is opened. */
async function session(
  context: { skip(note: string): never },
  more: readonly string[],
  settings: TerminalSettings,
): Promise<Terminal> {
  const tmux = requireService('tmux', context);
  const opened = await terminal(tmux, own.directory, [...words, ...more], settings);
  open.push(opened);
  return opened;
}

const bars = (lines: readonly string[]) => lines.filter((line) => /^\[[█░]+\] /u.test(line));
/** Only the gate is left. */
const held = /\] +9\d % {2}\d+ of \d+/u;
const ended = /exit code \d+/u;

/** `49 rows = 40 succeeded + …`, wherever its line was broken: the whole and the sum of its parts. */
function totals(lines: readonly string[]): readonly [whole: number, sum: number] {
  const text = lines.join(' ').replaceAll(/ +/gu, ' ');
  const [, all, parts = ''] = /(\d+) rows = ([^=]*? remaining)/u.exec(text) ?? [];
  const sum = [...parts.matchAll(/\d+/gu)].reduce((before, [number]) => before + Number(number), 0);
  return [Number(all), sum];
}

describe.each([60, 80, 120])('on a terminal of %i columns', (columns) => {
  test('a run is shown while it runs, in lines that are not broken, and its totals add up', async (context) => {
    writeList(site.rows);
    const shown = await session(context, [], { columns });
    const during = await shown.until(held);
    expect(bars(during)).toHaveLength(1);
    expect(during.find((line) => line.startsWith('run '))).toMatch(/^run \d{8}-\d{6}-/u);
    for (const label of [
      'input',
      'cache',
      'extractor',
      'limits',
      'budget',
      'under way',
      'settled',
      'medians',
      'cost',
    ]) {
      expect(
        during.filter((line) => line.startsWith(`${label} `)),
        label,
      ).toHaveLength(1);
    }
    expect(await shown.cursorIsVisible()).toBe(true);

    gate.open();
    const after = await shown.until(ended);
    expect(await shown.joined()).toHaveLength(after.length);
    expect(bars(after)).toEqual([]);
    expect(after.filter((line) => line.startsWith('under way'))).toEqual([]);
    expect(totals(after)).toEqual([rows, rows]);
    expect(after.join('\n')).toMatch(/stage +.*\n +\w+ .*\n(.*\n)+ +model +/u);
    expect(after.join(' ')).toMatch(/npm run failures -- \d{8}-/u);
    expect(after.at(-1)).toBe('exit code 0');
    expect(await shown.cursorIsVisible()).toBe(true);
  });
});

type ColorCase = {
  readonly how: string;
  readonly more: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly colored: boolean;
};

const colorCases: readonly ColorCase[] = [
  { how: 'are used', more: [], env: {}, colored: true },
  { how: 'are not used when NO_COLOR is set', more: [], env: { NO_COLOR: '1' }, colored: false },
  {
    how: 'are not used with --no-color, whatever FORCE_COLOR says',
    more: ['--no-color'],
    env: { FORCE_COLOR: '1' },
    colored: false,
  },
];

describe('on a terminal', () => {
  test('items are printed above the block, each on a line', async (context) => {
    const shown = await session(context, ['--items'], { columns: 80, rows: 120 });
    expect(bars(await shown.until(held))).toHaveLength(1);
    gate.open();
    const after = await shown.until(ended);
    const marked = (mark: string) => after.filter((line) => line.startsWith(`${mark} `));
    expect(marked('✓')).toHaveLength(own.outputs().products.length);
    expect(marked('✗')).toHaveLength(own.outputs().run.counts['failed'] ?? 0);
    expect(marked('–')).toHaveLength(own.outputs().run.counts['not_found'] ?? 0);
    expect(marked('✓')[0]).toMatch(/^✓ .+ \(\d.*s( \| .+)?\)$/u);
    expect(await shown.joined()).toHaveLength(after.length);
  });

  test('the block stays one when the window becomes narrower', async (context) => {
    const shown = await session(context, [], { columns: 120 });
    await shown.until(held);
    await shown.resize(60);
    await shown.until(/^\[[█░]{1,40}\] .{1,50}$/mu);
    expect(bars(await shown.lines())).toHaveLength(1);
    gate.open();
    const after = await shown.until(ended);
    expect(bars(after)).toEqual([]);
    expect(totals(after)).toEqual([rows, rows]);
  });

  test('Ctrl-C is answered above the block, and the run says how to go on', async (context) => {
    const shown = await session(context, ['--concurrency', '1'], { columns: 80 });
    await shown.until(/^\[░+\] .*\nunder way +1 page,/mu);
    await shown.type('C-c');
    await shown.until(/finishing what is under way/u);
    expect(bars(await shown.lines())).toHaveLength(1);
    gate.open();
    const after = await shown.until(ended);
    expect(after.filter((line) => line.includes('finishing what is under way'))).toHaveLength(1);
    expect(after.join('\n')).toMatch(/^continue with {2}npm run pipeline -- --resume \d{8}-/mu);
    expect(after.at(-1)).toBe('exit code 130');
    expect(bars(after)).toEqual([]);
  });

  test('the cursor is there even when the program is killed', async (context) => {
    const shown = await session(context, [], { columns: 80 });
    await shown.until(held);
    shown.kill('SIGKILL');
    await shown.until(/exit code 137/u);
    expect(await shown.cursorIsVisible()).toBe(true);
  });

  test.for(colorCases)('colours $how', async ({ more, env, colored }, context) => {
    const shown = await session(context, more, { columns: 80, env });
    await shown.until(held);
    const during = await shown.lines({ colors: true });
    // 32 is green.
    expect(during.some((line) => line.includes('\u001b[32m'))).toBe(colored);
    gate.open();
    await shown.until(ended);
    expect((await shown.lines({ colors: true })).some((line) => /\u001b\[/u.test(line))).toBe(colored);
  });

  test('one that cannot move its cursor gets lines', async (context) => {
    const shown = await session(context, [], { columns: 80, env: { TERM: 'dumb' } });
    gate.open();
    const after = await shown.until(ended);
    expect(bars(after)).toEqual([]);
    expect(totals(after)).toEqual([rows, rows]);
  });
});

describe('without a terminal', () => {
  test('there is a line every few seconds, and nothing that moves a cursor or colours', async () => {
    const { code, stdout, stderr } = await own.run(words, {
      watch: (printed) => {
        if (/ under way/u.test(printed)) gate.open();
        return undefined;
      },
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^\[\d+ s\] \d+ of \d+ rows: \d+ succeeded.*; \d+ under way/mu);
    expect(stdout + stderr).not.toContain('\u001b');
    expect(totals(stdout.split('\n'))).toEqual([rows, rows]);
  });

  test('FORCE_COLOR colours what is printed', async () => {
    const { stdout } = await own.run([...words, '--cache-only'], { env: { FORCE_COLOR: '1' } });
    expect(stdout).toContain('\u001b[1m');
  });

  test('--quiet says what is wrong, and one last line', async () => {
    gate.open();
    const { code, stdout, stderr } = await own.run([...words, '--quiet']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^\d+ rows = .* remaining: output\/\S+\n$/u);
    expect(totals([stdout])).toEqual([rows, rows]);
    expect(stderr).toMatch(/^ +\d+ {2}\w+: .+\n {7}\S/mu);
    expect(stderr).not.toMatch(/^(run|input|\[)/mu);
  });

  test('--json prints events and nothing else', async () => {
    // A shop of its own: it asks to slow down once.
    const fresh = await startDemoSite({ port: 0 });
    const port = (address: string) => new URL(address).port;
    const ports = ['--demo-port', port(fresh.origin), '--demo-model-port', port(model.baseUrl)];
    const { code, stdout, stderr } = await own.run(['pipeline', ...ports, '--json']);
    await fresh.close();
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const events = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>);
    const named = (name: string) => events.filter(({ event }) => event === name);
    expect(events[0]).toMatchObject({ event: 'run_started', model: 'demo-model', budget: null });
    const summary = events.at(-1);
    expect(summary).toMatchObject({ event: 'summary', exit_code: 0, rows: own.outputs().run.counts });
    const { rows: all = 0, ...parts } = own.outputs().run.counts;
    expect(Object.values(parts).reduce((sum, part) => sum + part, 0)).toBe(all);
    expect(named('item_settled')).toHaveLength(all - (parts['invalid'] ?? 0) - (parts['duplicate'] ?? 0));
    expect(named('parked').length).toBeGreaterThan(0);
    expect(named('parked')[0]).toMatchObject({ scope: 'host', category: 'rate_limited' });
    const calls = named('item_settled').reduce((sum, { model_calls }) => sum + Number(model_calls), 0);
    expect(summary?.['model_calls']).toBe(calls);
  });

  test('ways to tell it that contradict each other are refused', async () => {
    const { code, stderr } = await own.run([...words, '--quiet', '--json']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/--quiet and --json contradict each other|--json and --quiet contradict each other/u);
  });

  test('how a run was shown is not taken up when it is resumed', async () => {
    await own.run([...words, '--cache-only', '--json']);
    const { stdout } = await own.run(['pipeline', '--resume']);
    expect(stdout).toMatch(/^run \d{8}-/u);
  });
});
