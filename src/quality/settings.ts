import { z } from 'zod';

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
