import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onLoopback } from './specbook.ts';

const main = resolve('src/cli/main.ts');

export type TerminalSettings = {
  readonly columns: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
};

/** A real terminal in which the program runs, as tmux records it. */
export type Terminal = {
  /** What is on the screen and was scrolled off it, line by line; with colours as escape sequences, if wanted. */
  lines(settings?: { readonly colors: boolean }): Promise<readonly string[]>;
  /** The same, lines joined again that were too long for the terminal. */
  joined(): Promise<readonly string[]>;
  cursorIsVisible(): Promise<boolean>;
  /** Waits until the lines match, and gives them. */
  until(pattern: RegExp): Promise<readonly string[]>;
  resize(columns: number): Promise<void>;
  /** Sends the signal to the program. */
  kill(signal: NodeJS.Signals): void;
  type(keys: string): Promise<void>;
  close(): Promise<void>;
};

/** Runs `specbook` with the words in the folder; when it has ended, `exit code N` is the last line. */
export async function terminal(
  tmux: string,
  directory: string,
  words: readonly string[],
  { columns, rows = 50, env = {} }: TerminalSettings,
): Promise<Terminal> {
  const socket = join(directory, 'tmux');
  const call = async (...command: string[]) =>
    (await promisify(execFile)(tmux, ['-u', '-S', socket, '-f', '/dev/null', ...command])).stdout;
  // Another run on this machine may have the port of the live metrics, and the warning of that is longer than a line.
  const variables = Object.entries({ OTEL_METRICS_EXPORTER: 'none', ...onLoopback, ...env }).map(
    ([name, value]) => `${name}=${value}`,
  );
  const program = ['env', '-i', 'TERM="$TERM"', ...variables, process.execPath, main, ...words].join(' ');
  // The shell must outlive a Ctrl-C, which goes to everything in the terminal.
  const line = `trap : INT; sh -c 'echo $$ > pid; exec ${program}'; echo "exit code $?"; while :; do read -r rest; done`;
  const size = ['-x', String(columns), '-y', String(rows)];
  await call('new-session', '-d', ...size, '-c', directory, 'sh', '-c', line);

  const capture = async (...how: string[]) => {
    const text = await call('capture-pane', '-p', '-S', '-', ...how);
    return text.trimEnd().split('\n');
  };
  const lines = ({ colors } = { colors: false }) => capture(...(colors ? ['-e'] : []));
  return {
    lines,
    joined: () => capture('-J'),
    cursorIsVisible: async () => (await call('display-message', '-p', '#{cursor_flag}')).trim() === '1',
    until: async (pattern) => {
      for (;;) {
        const found = await lines();
        if (pattern.test(found.join('\n'))) return found;
        await sleep(100);
      }
    },
    resize: async (to) => void (await call('resize-window', '-x', String(to))),
    kill: (signal) => void process.kill(Number(readFileSync(join(directory, 'pid'), 'utf8')), signal),
    type: async (keys) => void (await call('send-keys', keys)),
    close: async () => void (await call('kill-server')),
  };
}
