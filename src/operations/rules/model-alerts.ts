import { conventions } from '#catalogue/conventions.ts';
import { type Promql, ratio } from '../promql/promql.ts';
import { all } from './conditions.ts';
import type { Alert } from './rule.ts';
import { minute, recent, type Timing } from './timing.ts';

const { genAiRequestModel } = conventions;
const by = [genAiRequestModel];
const label = '{{ $labels.gen_ai_request_model }}';

/** Models: whether they answer, and whether the answers can be used. */
export function modelAlerts(promql: Promql, timing: Timing): readonly Alert[] {
  return [modelErrors, modelRefusals, modelRateLimitStorm, repairs].map((make) => make(promql, timing));
}

/** Those that were answered, whatever the answer, and those that failed; not those that were asked to wait. */
const served = { outcome: { not: ['llm_rate_limited', 'cancelled'] } };

function modelErrors(promql: Promql, { window }: Timing): Alert {
  const failed = promql.increase('specbook.model.calls', window(recent), {
    where: { outcome: { not: ['ok', 'llm_refused', 'llm_rate_limited', 'cancelled'] } },
    by,
  });
  const calls = promql.increase('specbook.model.calls', window(recent), { where: served, by });
  return {
    name: 'model-error-ratio',
    severity: 'critical',
    expr: all(`${ratio(failed, calls)} > 0.1`, `${failed} >= 5`),
    for: minute,
    summary: `Calls of the model ${label} fail`,
    description:
      '{{ $value | humanizePercentage }} of the calls of the last hour failed. The alert is due above 10 %, and 5 of them; refusals and requests to slow down are told apart.',
    action:
      "Run `npm run doctor`, and look at the provider's status page. Until it answers, give the run another model with `model.fallback`.",
    dashboard: 'models',
  };
}

function modelRefusals(promql: Promql, { window }: Timing): Alert {
  const refused = promql.increase('specbook.model.calls', window(recent), { where: { outcome: 'llm_refused' }, by });
  const calls = promql.increase('specbook.model.calls', window(recent), { where: served, by });
  return {
    name: 'model-refusal-ratio',
    severity: 'warning',
    expr: all(`${ratio(refused, calls)} > 0.05`, `${refused} >= 5`),
    for: minute,
    summary: `The model ${label} declines to answer`,
    description:
      '{{ $value | humanizePercentage }} of the calls of the last hour were declined or withheld by a content filter. The alert is due above 5 %, and 5 of them.',
    action: 'Run `npm run trace -- --failed --category llm_refused`: what do those pages have in common?',
    dashboard: 'models',
  };
}

function modelRateLimitStorm(promql: Promql, { window }: Timing): Alert {
  const limits = promql.increase('specbook.rate_limits', window(recent), { where: { source: 'model' } });
  const calls = promql.increase('specbook.model.calls', window(recent));
  return {
    name: 'model-rate-limit-storm',
    severity: 'warning',
    expr: all(`${ratio(limits, calls)} > 0.2`, `${limits} >= 10`),
    for: minute,
    summary: 'The provider of the model keeps asking to slow down',
    description:
      '{{ $value | humanizePercentage }} of the calls of the last hour were answered with 429. The alert is due above 20 %, and 10 of them.',
    action:
      'Nothing is paid for refused calls. Is somebody else using the same key? Set what is left for this program with `model.limits`.',
    dashboard: 'models',
  };
}

function repairs(promql: Promql, { window }: Timing): Alert {
  const mended = promql.increase('specbook.output.repairs', window(recent), {
    where: { level: ['repaired_json', 'repair_turn'] },
  });
  const answers = promql.increase('specbook.model.calls', window(recent), { where: { outcome: 'ok' } });
  return {
    name: 'repair-ratio',
    severity: 'warning',
    expr: all(`${ratio(mended, answers)} > 0.2`, `${mended} >= 5`),
    for: minute,
    summary: 'Answers of models have to be mended',
    description:
      '{{ $value | humanizePercentage }} of the answers of the last hour were broken JSON or of another shape. The alert is due above 20 %, and 5 of them. Each that is asked for again is paid for twice.',
    action:
      'Has the model or the prompt changed? `npm run runs -- <run-id>` names both; go back to the pair that worked.',
    dashboard: 'models',
  };
}
