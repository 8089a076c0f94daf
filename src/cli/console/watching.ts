import type { Opening, Standing } from '#app/start-run.ts';
import type { Clock } from '#core/clock.ts';
import type { Progress } from './face.ts';
import { pace } from './pace.ts';
import { settledCount, viewOf } from './view.ts';

/** How much of the time may go into reading counts from the store, which makes the run wait: one fiftieth. */
const thrift = 50;

/** Looks at the run again and again, and has it shown. Gives what stops it. */
export function watching({ live, model }: Opening, progress: Progress, clock: Clock): () => void {
  const started = clock.monotonic();
  const speed = pace();
  let standing: Standing | undefined;
  let nextRead = started;
  let looking = false;
  let stopped = false;

  const read = async () => {
    const before = clock.monotonic();
    standing = await live.standing();
    const after = clock.monotonic();
    nextRead = after + thrift * (after - before);
    speed.sample(after, settledCount(standing.counts));
  };
  const look = async () => {
    looking = true;
    // A store that cannot be read ends the run, which says so; what is shown must not.
    if (clock.monotonic() >= nextRead) await read().catch(() => undefined);
    looking = false;
    if (stopped || standing === undefined) return;
    const moment = { elapsed: clock.monotonic() - started, now: clock.now(), rate: speed.rate() };
    progress.show(viewOf(live.tally, standing, { ...moment, asksModel: model.kind === 'model' }));
  };
  const tick = () => {
    if (!looking) void look();
  };
  const timer = setInterval(tick, progress.interval);
  timer.unref();
  if (progress.immediately) tick();
  return () => {
    stopped = true;
    clearInterval(timer);
  };
}
