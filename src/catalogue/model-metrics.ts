import { conventions, inferenceBuckets } from './conventions.ts';
import {
  amount,
  attribute,
  type Derivation,
  duration,
  is,
  isNot,
  one,
  outcome,
  present,
  project,
  stage,
} from './derivation.ts';
import { closed, configured, counter, gauge, histogram, type Metric } from './metric.ts';

const { genAiRequestModel, genAiDuration, genAiUsage } = conventions;

const model = { [genAiRequestModel]: configured('the model that was asked, as it is configured') };
const byModel = { [genAiRequestModel]: attribute('model') };

/** What is true of every pipeline that asks models (facts of kind `model_call` and `completion`). */
export function modelMetrics(labels: {
  readonly stages: readonly string[];
  /** `ok`, and the categories in which a call may end. */
  readonly outcomes: readonly string[];
}): readonly Metric[] {
  return [
    counter({
      name: 'specbook.model.calls',
      unit: '{call}',
      help: 'Requests to models, by how they ended: `ok`, or the category of the failure.',
      labels: { ...model, outcome: closed(labels.outcomes, '`ok`, or the category of the failure') },
      from: [{ fact: 'model_call', where: [], value: one, labels: { ...byModel, outcome } }],
    }),
    histogram({
      name: genAiDuration,
      unit: 's',
      help: 'One request to a model, from sending it to the last byte of the answer.',
      labels: model,
      buckets: inferenceBuckets,
      from: [{ fact: 'model_call', where: [], value: duration, labels: byModel }],
    }),
    ...tokenCounters,
    ...costMetrics(labels.stages),
    repairs,
    fallbacks,
    ...modelGauges,
  ];
}

function costMetrics(stages: readonly string[]): readonly Metric[] {
  return [
    counter({
      name: 'specbook.cost.usd',
      unit: '{USD}',
      help: 'What was spent, in US dollars. Calls whose price is not known are not in it, but in specbook.cost.unpriced.',
      labels: {
        ...model,
        stage: closed(stages, 'the stage that it was spent in'),
        project: configured('whose work it was (run.project)'),
        source: closed(['reported', 'estimated'], 'how the cost is known'),
      },
      scale: 1e9,
      from: [costOf('model_call', attribute('model')), costOf('fetch', attribute('fetcher'))],
    }),
    counter({
      name: 'specbook.cost.unpriced',
      unit: '{call}',
      help: 'Answers that were paid for at a price that is not known.',
      labels: model,
      from: [
        {
          fact: 'model_call',
          where: [is(attribute('cost_source'), 'unpriced')],
          value: one,
          labels: byModel,
        },
      ],
    }),
  ];
}

const repairs: Metric = counter({
  name: 'specbook.output.repairs',
  unit: '{call}',
  help: 'Answers of models that were not as asked for and were recovered, by what it took.',
  labels: {
    level: closed(['fences', 'prose', 'repaired_json', 'repair_turn'], 'what it took to recover the answer'),
  },
  from: [
    {
      fact: 'model_call',
      where: [present('recovery'), isNot(attribute('recovery'), 'none')],
      value: one,
      labels: { level: attribute('recovery') },
    },
  ],
});

const fallbacks: Metric = counter({
  name: 'specbook.model.fallbacks',
  unit: '{completion}',
  help: 'Questions that another model was asked because the one before it had failed, by the last that was asked.',
  labels: model,
  from: [
    {
      fact: 'completion',
      where: [present('fallback')],
      value: one,
      labels: { [genAiRequestModel]: attribute('fallback') },
    },
  ],
});

function costOf(fact: string, payee: Derivation['labels'][string]): Derivation {
  return {
    fact,
    where: [present('cost_nano_dollars'), isNot(attribute('cost_source'), 'unpriced')],
    value: amount('cost_nano_dollars'),
    labels: { [genAiRequestModel]: payee, stage, project, source: attribute('cost_source') },
  };
}

const tokenCounters: readonly Metric[] = (
  [
    ['input_tokens', 'input_tokens', 'Tokens sent to models, those read from the provider’s cache included.'],
    ['cache_read.input_tokens', 'cached_tokens', 'Tokens sent to models that the provider read from its cache.'],
    ['output_tokens', 'output_tokens', 'Tokens that models answered with, those spent on reasoning included.'],
    ['reasoning.output_tokens', 'reasoning_tokens', 'Tokens that models spent on reasoning.'],
  ] as const
).map(([name, from, help]) =>
  counter({
    name: `${genAiUsage}.${name}`,
    unit: '{token}',
    help,
    labels: model,
    from: [{ fact: 'model_call', where: [], value: amount(from), labels: byModel }],
  }),
);

const budget = { budget: configured('which budget: `run`, `day`, `month`, or a tag and its period') };

const modelGauges: readonly Metric[] = [
  gauge({
    name: 'specbook.limiter.headroom',
    unit: '{unit}',
    help: 'What is left of a limit of a model right now: requests, tokens, or calls at once.',
    labels: {
      ...model,
      limit: closed(
        ['rpm', 'tpm', 'itpm', 'otpm', 'rpd', 'tpd', 'concurrency'],
        'which limit: requests, tokens (in, out) a minute or a day, or calls at once',
      ),
    },
    of: 'process',
  }),
  gauge({
    name: 'specbook.budget.limit.usd',
    unit: '{USD}',
    help: 'The most that may be spent of a budget, in US dollars, as the latest run has said.',
    labels: budget,
    of: 'both',
  }),
  gauge({
    name: 'specbook.budget.spent.usd',
    unit: '{USD}',
    help: 'What has been spent of a budget in its present period, reservations of calls under way included, in US dollars.',
    labels: budget,
    of: 'both',
  }),
];
