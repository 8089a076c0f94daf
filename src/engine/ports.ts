import type { Clock } from '#core/clock.ts';
import type { Watch } from '#core/notice.ts';
import type { Observer } from '#core/observer.ts';
import type { Random } from '#core/random.ts';
import type { RunStore } from '#core/run-store.ts';
import type { FactRecorder } from './fact-recorder.ts';

export type OwnerPorts = {
  readonly store: RunStore;
  readonly clock: Clock;
  /** The name of this process as an owner of items; unique. */
  readonly owner: string;
  isAlive(owner: string): Promise<boolean>;
};

export type EnginePorts = OwnerPorts & {
  readonly random: Random;
  /** Told of everything; the recorder is one of those it tells. */
  readonly observer: Observer;
  readonly recorder: FactRecorder;
  /** Also told what facts do not carry: which items are under way, and which wait. */
  readonly watch?: Watch;
};
