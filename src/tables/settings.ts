import { z } from 'zod';
import { normalised, wellKnownColumns } from './column-names.ts';
import { knownEncoding } from './decode.ts';

/** Files of the input: how they are read. */
export const inputSettings = z.strictObject({
  columns: z
    .union([z.record(z.string(), z.string()), z.string()])
    .optional()
    .transform((given, context) => {
      const pairs = typeof given === 'string' ? pairsOf(given) : Object.entries(given ?? {});
      if (pairs.every(([name, header]) => name.trim() !== '' && (header ?? '').trim() !== '')) return mapping(pairs);
      context.addIssue({ code: 'custom', message: 'expected name=header pairs such as url=Link,room=Raum' });
      return z.NEVER;
    })
    .meta({
      description:
        'what columns of the input are: url, room, section, item code, quantity or a name of your own, by their headers',
      flag: '--map <name=header,…>',
    }),
  encoding: z
    .string()
    .refine((label) => knownEncoding(label) !== undefined, {
      message: 'expected an encoding such as utf-8, windows-1252 or utf-16le',
    })
    .optional()
    .meta({
      description:
        'the encoding of the input, when it cannot be told from its bytes (utf-8, windows-1252, utf-16le, …)',
      flag: '--encoding <name>',
    }),
  sheet: z
    .union([z.string().min(1), z.number().int().min(1)])
    .optional()
    .transform((sheet) => (sheet === undefined ? undefined : String(sheet)))
    .meta({
      description: 'the sheet of a workbook, by name or number; its first visible one when left out',
      flag: '--sheet <name>',
    }),
});

/** A header may hold commas: one that no `name=` follows is part of it. */
function pairsOf(text: string): readonly (readonly [string, string | undefined])[] {
  return text.split(/,(?=[^,=]+=)/u).map((pair) => {
    const [name = '', ...header] = pair.split('=');
    return [name, header.length === 0 ? undefined : header.join('=')] as const;
  });
}

/** `item_code` and `Item Code` are the column that everybody knows as `item code`. */
function mapping(
  pairs: readonly (readonly [string, string | undefined])[],
): Readonly<Record<string, string>> | undefined {
  if (pairs.length === 0) return undefined;
  const known = (name: string) =>
    ['url', ...wellKnownColumns].find((column) => column === normalised(name)) ?? name.trim();
  return Object.fromEntries(pairs.map(([name, header]) => [known(name), header?.trim() ?? '']));
}
