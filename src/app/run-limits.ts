import type { RunCounts, StoredRun } from '#core/run-store.ts';
import type { Ending } from '#reports/history/measured-run.ts';
import type { StoredConfiguration } from './execute-run.ts';
import { severeMisses, storedQuality } from './run-quality.ts';
import { settings, type Settings } from './settings.ts';

/** By what a run passes or fails. */
export type Limits = {
  /** `maxFailureRate` is the share of failed items among settled ones, 0 to 1, that is still good. */
  readonly run: Pick<Settings['run'], 'maxFailureRate'>;
  readonly quality: Pick<Settings['quality'], 'failOn'>;
};

export function tooManyFailed({ succeeded, failed, not_found, skipped }: RunCounts, { maxFailureRate }: Limits['run']) {
  return failed > maxFailureRate * (succeeded + failed + not_found + skipped);
}

/** How a run came out, by the limits that it was started with: what its exit code was, or is going to be. */
export function endingOf(run: StoredRun, counts: RunCounts): Ending {
  if (run.state !== 'finished') return { kind: 'unfinished', state: run.state };
  const limits = limitsOf(run);
  const quality = storedQuality(run.quality);
  const reasons = [
    ...(tooManyFailed(counts, limits.run) ? [failedPages(counts, limits.run)] : []),
    ...(quality === undefined ? [] : severeMisses(quality, limits.quality.failOn)).map(
      ({ measure, minimum, value }) => `${measure} is ${value ?? 'not known'}, and should be ${minimum} or more`,
    ),
  ];
  return reasons.length === 0 ? { kind: 'passed' } : { kind: 'failed', reasons };
}

function failedPages({ failed }: RunCounts, { maxFailureRate }: Limits['run']): string {
  const pages = `${failed} ${failed === 1 ? 'page' : 'pages'} failed`;
  return maxFailureRate === 0
    ? `${pages}, where none may`
    : `${pages}, more than the share of ${maxFailureRate} that may`;
}

/** Runs of earlier versions had not all of the settings: they went by the defaults. */
function limitsOf({ configuration }: StoredRun): Limits {
  const { settings: values = {} } = configuration as Partial<StoredConfiguration>;
  const read = (name: string) => {
    const setting = settings.find((one) => `${one.slice}.${one.name}` === name);
    return setting?.schema.parse(values[name]);
  };
  return {
    run: { maxFailureRate: read('run.maxFailureRate') as number },
    quality: { failOn: read('quality.failOn') as Settings['quality']['failOn'] },
  };
}
