import type { Dashboard } from '../panel.ts';
import type { Queries } from '../queries.ts';
import { cache } from './cache.ts';
import { pages } from './pages.ts';
import { politeness } from './politeness.ts';
import { refusals } from './refusals.ts';
import { speed } from './speed.ts';

/** Do pages come, by whom are we refused, and are we polite? */
export function scraping(queries: Queries): Dashboard {
  return {
    name: 'scraping',
    title: 'Specbook / Scraping',
    description: 'Do pages come, who refuses them, are we polite, how fast is it, and what does the cache save?',
    variables: [],
    rows: [pages(queries), refusals(queries), politeness(queries), speed(queries), cache(queries)],
  };
}
