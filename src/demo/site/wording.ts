import type { Locale } from './product.ts';
import { dutch } from './wording/dutch.ts';
import { american, english } from './wording/english.ts';
import { french } from './wording/french.ts';
import { german } from './wording/german.ts';
import { italian } from './wording/italian.ts';
import { spanish } from './wording/spanish.ts';
import type { Wording } from './wording/wording.ts';

export const wordings: Readonly<Record<Locale, Wording>> = {
  'en-US': american,
  'en-GB': english,
  'de-DE': german,
  'de-CH': german,
  'fr-FR': french,
  'it-IT': italian,
  'es-ES': spanish,
  'nl-NL': dutch,
};
