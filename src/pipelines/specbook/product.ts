import { z } from 'zod';

const line = z.string().min(1);
const lines = z.array(line).min(1);
const webAddress = z.url({ protocol: /^https?$/ });

/** https://schema.org/ItemAvailability, the values that shops use. */
const availabilities = [
  'InStock',
  'OutOfStock',
  'LimitedAvailability',
  'PreOrder',
  'BackOrder',
  'MadeToOrder',
  'Discontinued',
] as const;

/**
 * What a product record may hold. Nothing is required here but the name: a page that does not give a price
 * makes a record without a price, and the verdict says so. Descriptions are read by models as well as people.
 */
export const productShape = {
  name: line.describe('The name of the product as the page shows it, without the shop or the brand appended'),
  brand: line.describe('The brand under which it is sold'),
  manufacturer: line.describe('Who makes it, when the page says so'),
  description: line.describe('What it is, in the words of the page'),
  modelNumber: line.describe('The model name or number'),
  sku: line.describe("The shop's own article number"),
  mpn: line.describe("The manufacturer's part number"),
  gtin: line.regex(/^\d{8}$|^\d{12,14}$/).describe('GTIN, EAN, UPC or ISBN-13: 8, 12, 13 or 14 digits'),
  category: line.describe('The category, from general to special, joined by " > "'),
  price: z
    .strictObject({
      amount: z.number().nonnegative().describe('What one unit costs now, as a number'),
      currency: line
        .regex(/^[A-Z]{3}$/)
        .optional()
        .describe('ISO 4217, left out when the page does not make it certain'),
    })
    .describe('The current price of the product itself'),
  availability: z.enum(availabilities).describe('Whether it can be bought'),
  dimensions: z
    .strictObject({
      text: line.describe('As the page writes it'),
      width: z.number().positive().optional(),
      height: z.number().positive().optional(),
      depth: z.number().positive().optional(),
      length: z.number().positive().optional(),
      diameter: z.number().positive().optional(),
      unit: z.enum(['mm', 'cm', 'm', 'in', 'ft']).optional().describe('The unit of the numbers'),
    })
    .describe('Its outer dimensions'),
  weight: z
    .strictObject({ value: z.number().positive(), unit: z.enum(['g', 'kg', 'oz', 'lb']) })
    .describe('The weight of one unit'),
  materials: lines.describe('What it is made of'),
  finishes: lines.describe('Finishes and colours in which it is offered'),
  images: z.array(webAddress).min(1).describe('Pictures of the product, the best first'),
  documents: z
    .array(z.strictObject({ title: line, url: webAddress }))
    .min(1)
    .describe('Spec sheets, manuals, certificates and CAD files'),
  warranty: line.describe('The warranty, with its length'),
  certifications: lines.describe('Certificates and standards that it meets'),
  leadTime: line.describe('How long until it is delivered or ready'),
} as const;

export const productValues = z.strictObject(productShape).partial();

export type ProductValues = z.infer<typeof productValues>;
export type ProductField = keyof typeof productShape;
export const productFieldNames = Object.keys(productShape) as readonly ProductField[];

/** Changes whenever the shape does: it names stored records and is part of cache keys. */
export const productSchemaId = 'product/1';
