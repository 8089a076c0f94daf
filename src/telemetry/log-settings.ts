import { z } from 'zod';
import { duration } from '#config/setting.ts';

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug'] as const;
export type LogLevel = (typeof logLevels)[number];

export const logSettings = z.strictObject({
  to: z
    .string()
    .min(1)
    .default('off')
    .meta({
      description:
        'where the log goes, a line of JSON each: `off`, `stdout`, `stderr`, or a file; on a terminal it is laid out to be read',
      flag: '--log <where>',
      env: ['SPECBOOK_LOG'],
    }),
  level: z
    .enum(logLevels)
    .default('info')
    .meta({
      description:
        'the least that is logged: `debug` each step, `info` each page, `warn` what went wrong and was recovered, ' +
        '`error` pages without a record, `fatal` a run that ended before its time',
      flag: '--log-level <level>',
      env: ['SPECBOOK_LOG_LEVEL'],
    }),
  maxBytes: z.number().int().min(10_000).default(10_000_000).meta({
    description: 'the size from which on a log file is put aside (as `<file>.1`) and a new one begun',
  }),
  maxAge: duration('1d', { description: 'the age from which on the same is done' }),
  keep: z.number().int().min(0).max(1_000).default(7).meta({
    description: 'how many of those put aside are kept',
  }),
});

export type LogSettings = z.infer<typeof logSettings>;

/** The file that is logged to, if it is one. */
export function logFile({ to }: Pick<LogSettings, 'to'>): string | undefined {
  return to === 'off' || to === 'stdout' || to === 'stderr' ? undefined : to;
}
