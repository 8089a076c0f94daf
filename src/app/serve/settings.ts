import { z } from 'zod';
import { optionalDuration } from '#config/setting.ts';

export const serveSettings = z.strictObject({
  host: z
    .string()
    .min(1)
    .default('127.0.0.1')
    .meta({
      description: 'the address that the service listens on; any but a loopback address needs a token',
      flag: '--host <address>',
      env: ['SPECBOOK_SERVE_HOST'],
    }),
  port: z
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(9465)
    .meta({
      description: 'the port of the service',
      flag: '--port <port>',
      env: ['SPECBOOK_SERVE_PORT'],
    }),
  cadence: optionalDuration({
    description:
      'how often a run is to come to its end, such as 24h; without it nobody is told that a run is overdue (the alert run-stale)',
    flag: '--cadence <duration>',
    env: ['SPECBOOK_SERVE_CADENCE'],
  }),
  token: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'what whoever asks for the metrics has to show, as a bearer token',
      env: ['SPECBOOK_SERVE_TOKEN'],
      secret: true,
    }),
  tokenFile: z
    .string()
    .min(1)
    .optional()
    .meta({
      description: 'a file that holds the token',
      flag: '--token-file <file>',
      env: ['SPECBOOK_SERVE_TOKEN_FILE'],
    }),
});
