import { z } from 'zod';

export const validationSettings = z.strictObject({
  imagesChecked: z.number().int().min(0).max(20).default(2).meta({
    description: "how many of a product's pictures are fetched (their first bytes) to see that they are pictures",
    flag: '--images-checked <count>',
  }),
});
