import { z } from 'zod';
import type { SettingMeta } from '#config/setting.ts';

/** A few words for the cover. A number that a file gives without quotes, such as `2417`, is taken as it is written. */
function words(description: string, flag: string) {
  return z
    .union([z.string(), z.number()])
    .optional()
    .transform((given) => (given === undefined ? undefined : String(given).trim() || undefined))
    .pipe(z.string().max(500).optional())
    .meta({ description, flag } satisfies SettingMeta);
}

/** The spec book: what its cover says of the project, and how it is arranged. */
export const bookSettings = z.strictObject({
  title: z.string().trim().min(1).max(200).default('Spec book').meta({
    description: 'what the book is called on its cover',
    flag: '--book-title <text>',
  }),
  project: words(
    'the name of the project on the cover; `run.project` when left out, and nothing without either',
    '--book-project <name>',
  ),
  number: words('the number of the project', '--book-number <number>'),
  client: words('whom the project is for', '--book-client <name>'),
  architect: words('who specifies', '--book-architect <name>'),
  address: words('where the project is', '--book-address <text>'),
  revision: words('the revision of the book, also at the foot of each printed page', '--book-revision <text>'),
  date: words('the date on the cover, as it is to be written; the day of the run when left out', '--book-date <text>'),
  groupBy: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .default('auto')
    .meta({
      description:
        'what the chapters of the book are: `category`, `none`, or a column of the list such as `room`; ' +
        '`auto` takes the column section or room when the list has it, else the category',
      flag: '--group-by <column>',
    }),
});

export type BookSettings = Readonly<z.infer<typeof bookSettings>>;
