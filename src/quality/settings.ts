import { z } from 'zod';
import { severities, threshold } from './thresholds/thresholds.ts';

export const validationSettings = z.strictObject({
  imagesChecked: z.number().int().min(0).max(20).default(3).meta({
    description:
      "how many of a product's pictures are looked at (their beginning is fetched); those that are refused make room for others, up to three times as many",
    flag: '--images-checked <count>',
  }),
  documentsChecked: z.number().int().min(0).max(20).default(2).meta({
    description: 'the same for spec sheets, manuals and drawings',
    flag: '--documents-checked <count>',
  }),
});

export const qualitySettings = z.strictObject({
  thresholds: z
    .array(threshold)
    .default([
      { measure: 'score', minimum: 0.7, severity: 'warning' },
      { measure: 'accuracy', minimum: 0.6, severity: 'critical' },
      { measure: 'completeness', minimum: 0.6, severity: 'warning' },
      { measure: 'valid', minimum: 0.9, severity: 'warning' },
    ])
    .meta({ description: 'what the records of a run should reach at its end (see docs/quality.md)' }),
  failOn: z
    .enum(['never', ...severities])
    .default('never')
    .meta({
      description: 'the severity from which a threshold that is not met makes the exit code 3',
      flag: '--fail-on <severity>',
      env: ['SPECBOOK_FAIL_ON'],
    }),
});
