import type { Dashboard } from '../panel.ts';
import type { Queries } from '../queries.ts';
import { answers } from './answers.ts';
import { limits } from './limits.ts';
import { speed } from './speed.ts';
import { tokens } from './tokens.ts';
import { use } from './use.ts';

/** Do models answer, how fast, within which limits, and are the answers of use? */
export function models(queries: Queries): Dashboard {
  return {
    name: 'models',
    title: 'Specbook / Model calls',
    description:
      'Do models answer, how fast, within which limits, how many tokens does it take, and are the answers of use?',
    variables: ['model'],
    rows: [answers(queries), speed(queries), limits(queries), use(queries), tokens(queries)],
  };
}
