import { z } from 'zod';
import { duration } from '#config/setting.ts';
import { limiterKinds } from '#demo/model/limiter.ts';

const port = z.number().int().min(0).max(65_535);
const perMinute = z.number().int().min(1).optional();

export const demoSettings = z.strictObject({
  port: port.default(4380).meta({
    description: 'the port of the demonstration catalogue, on loopback; always the same, so that its pages stay cached',
    flag: '--demo-port <port>',
    env: ['SPECBOOK_DEMO_PORT'],
  }),
  modelPort: port.default(4381).meta({
    description: "the port of the demonstration's stand-in model, on loopback",
    flag: '--demo-model-port <port>',
    env: ['SPECBOOK_DEMO_MODEL_PORT'],
  }),
  faultRate: z.number().min(0).max(1).default(0).meta({
    description: 'the share of requests, 0 to 1, that meet a fault in the demonstration where there would be none',
    flag: '--demo-fault-rate <share>',
  }),
  faults: z.string().min(1).optional().meta({
    description:
      'which faults those are, set apart by commas (`npm run demo -- --list` names them); any that soon pass or end, if not set',
    flag: '--demo-faults <names>',
  }),
  seed: z.number().int().default(1).meta({
    description: 'which requests those are: the same seed, the same requests',
    flag: '--demo-seed <number>',
  }),
  latency: duration('0ms', {
    description: 'what an answer of the demonstration catalogue takes: half of them less, half of them more',
    flag: '--demo-latency <duration>',
  }),
  modelLatency: duration('0ms', {
    description: "the same for the demonstration's model",
    flag: '--demo-model-latency <duration>',
  }),
  modelRequestsPerMinute: perMinute.meta({
    description: "how many requests a minute the demonstration's model takes; any number, if not set",
    flag: '--demo-model-rpm <count>',
  }),
  modelTokensPerMinute: perMinute.meta({
    description: "how many tokens a minute the demonstration's model takes; any number, if not set",
    flag: '--demo-model-tpm <count>',
  }),
  modelLimiter: z.enum(limiterKinds).default('sliding').meta({
    description:
      'how it counts them: in minutes of the clock, over the last minute, or as a bucket that fills up steadily',
    flag: '--demo-model-limiter <kind>',
  }),
  modelMinute: duration('60s', {
    description: 'how long a minute is for it',
    flag: '--demo-model-minute <duration>',
  }),
});

export type DemoSettings = z.infer<typeof demoSettings>;
