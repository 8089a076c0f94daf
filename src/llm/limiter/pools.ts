import { isDeepStrictEqual } from 'node:util';
import { PipelineError } from '#core/pipeline-error.ts';
import { limiter, type Limiter } from './limiter.ts';
import { type Limits, rulesOf } from './limits.ts';
import type { Headroom } from './pool.ts';
import type { LimiterPorts } from './ports.ts';

/** What is left of a model's limit; models that share a pool have the same. */
export type ModelHeadroom = Headroom & { readonly model: string };

/** The limiters of a process, one for each pool. */
export type LimiterPools = {
  /**
   * The limiter of the pool, for a model in it.
   *
   * @throws PipelineError `config` when another model has given the pool other limits.
   */
  limiterFor(model: string, pool: string, limits: Limits): Limiter;
  headroom(): readonly ModelHeadroom[];
  /** Resolves when all that has been settled is on record. */
  idle(): Promise<void>;
};

type Pool = { readonly limits: Limits; readonly limiter: Limiter; readonly models: Set<string> };

export function limiterPools(ports: LimiterPorts): LimiterPools {
  const pools = new Map<string, Pool>();
  const open = (name: string, limits: Limits): Pool => {
    const concurrency = limits.concurrency ?? Number.POSITIVE_INFINITY;
    return { limits, limiter: limiter(name, { limits: rulesOf(limits), concurrency }, ports), models: new Set() };
  };
  return {
    limiterFor: (model, name, limits) => {
      const pool = pools.get(name) ?? open(name, limits);
      if (!isDeepStrictEqual(pool.limits, limits)) {
        const others = [...pool.models].join(', ');
        throw new PipelineError('config', `The pool "${name}" has other limits for ${model} than for ${others}.`);
      }
      pools.set(name, pool);
      pool.models.add(model);
      return pool.limiter;
    },
    headroom: () =>
      [...pools.values()].flatMap((pool) => {
        const headroom = pool.limiter.headroom();
        return [...pool.models].flatMap((model) => headroom.map((one) => ({ model, ...one })));
      }),
    idle: async () => {
      await Promise.all([...pools.values()].map((pool) => pool.limiter.idle()));
    },
  };
}
