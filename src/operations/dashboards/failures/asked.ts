/** Pages of the categories and the run that are chosen above. */
export const ofCategory = [
  { attribute: 'error.type', is: '=~', value: '$category' },
  { attribute: 'specbook.run.id', is: '=~', value: '$run' },
] as const;

/** What a run came to. */
export const figures = [
  'specbook.run.id',
  'specbook.run.state',
  'specbook.run.rows',
  'specbook.run.succeeded',
  'specbook.run.failed',
  'specbook.run.not_found',
  'specbook.run.skipped',
  'specbook.run.remaining',
  'specbook.run.model.calls',
  'specbook.cost.nano_usd',
] as const;
