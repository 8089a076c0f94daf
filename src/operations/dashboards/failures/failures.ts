import type { Dashboard } from '../panel.ts';
import type { Queries } from '../queries.ts';
import { attempts } from './attempts.ts';
import { categories } from './categories.ts';
import { comparison } from './comparison.ts';
import { history } from './history.ts';
import { pages } from './pages.ts';

/** Which pages failed, why, and how do runs compare? */
export function failures(queries: Queries): Dashboard {
  return {
    name: 'failures',
    title: 'Specbook / Failed URLs and runs',
    description: 'Which pages failed and why, down to the trace of each; and what each run came to.',
    variables: ['traces', 'category', 'run', 'otherRun'],
    rows: [categories(queries), pages(queries), attempts(queries), history(queries), comparison(queries)],
  };
}
