import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Programs of the system that tests run against for real: the programs by which each is found, and what provides it. */
const services = {
  prometheus: { programs: ['prometheus'], provide: 'apt-get install prometheus' },
  promtool: { programs: ['promtool'], provide: 'apt-get install prometheus' },
  amtool: { programs: ['amtool'], provide: 'apt-get install prometheus-alertmanager' },
  alertmanager: {
    programs: ['prometheus-alertmanager', 'alertmanager'],
    provide: 'apt-get install prometheus-alertmanager',
  },
  redis: { programs: ['redis-server'], provide: 'apt-get install redis-server' },
  tmux: { programs: ['tmux'], provide: 'apt-get install tmux' },
  chromium: { programs: ['chromium', 'chromium-browser', 'google-chrome'], provide: 'apt-get install chromium' },
  compose: { programs: ['compose-spec'], provide: 'sh scripts/build-checkers.sh .tools, and .tools in PATH' },
  otelcol: { programs: ['otelcol'], provide: 'sh scripts/build-checkers.sh .tools, and .tools in PATH' },
  poppler: { programs: ['pdftotext'], provide: 'apt-get install poppler-utils' },
} as const;

export type ServiceName = keyof typeof services;

/** Where programs are looked for, and whether one that is missing may be done without. */
export type Machine = {
  readonly path: string;
  readonly everythingRequired: boolean;
  /** Those that may be missing all the same: they are built, and the sources could not be had. */
  readonly excused: readonly string[];
};

const thisMachine: Machine = {
  path: process.env['PATH'] ?? '',
  everythingRequired: process.env['REQUIRE_SERVICES'] === '1',
  excused: (process.env['EXCUSED_SERVICES'] ?? '').split(' '),
};

/**
 * The path of the service's program. Without one the test is skipped, visibly and with the command that would
 * provide it; under REQUIRE_SERVICES=1, as in continuous integration, it fails instead.
 *
 * @example test('…', async (context) => { const redis = requireService('redis', context); … });
 */
export function requireService(
  name: ServiceName,
  test: { skip(note: string): never },
  machine: Machine = thisMachine,
): string {
  const { programs, provide } = services[name];
  for (const folder of machine.path.split(delimiter).filter((each) => each !== '')) {
    const found = programs.map((program) => join(folder, program)).find((file) => isExecutable(file));
    if (found !== undefined) return found;
  }
  const reason = `${name} is not installed (${provide})`;
  if (machine.everythingRequired && !machine.excused.includes(name))
    throw new Error(`${reason}, and REQUIRE_SERVICES=1 allows no test to be skipped`);
  return test.skip(reason);
}

/**
 * The same for a whole suite, which has to know before its first test: without the program it is undefined, and the
 * note says why. Under REQUIRE_SERVICES=1 it throws.
 */
export function optionalService(name: ServiceName): { readonly program: string | undefined; readonly note: string } {
  let note = '';
  const skip = (reason: string): never => {
    note = `(${reason})`;
    throw new Error(reason);
  };
  try {
    return { program: requireService(name, { skip }), note };
  } catch (error) {
    if (note === '') throw error;
    return { program: undefined, note };
  }
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
