import type { Dashboard } from '../panel.ts';
import type { Queries } from '../queries.ts';
import { broken } from './broken.ts';
import { cost } from './cost.ts';
import { health } from './health.ts';
import { process } from './process.ts';
import { runs } from './runs.ts';
import { speed } from './speed.ts';

/** Is it healthy, what broke, and what did it cost? */
export function overview(queries: Queries): Dashboard {
  return {
    name: 'overview',
    title: 'Specbook / Overview',
    description: 'Is it healthy, what broke, and what did it cost? Each row leads to the dashboard that says more.',
    variables: [],
    rows: [health(queries), broken(queries), cost(queries), runs(queries), speed(queries), process(queries)],
  };
}
