import { type Plan, planRun } from '#app/plan-run.ts';
import { columnsOf } from './console/face.ts';
import { estimateJson } from './console/json-lines.ts';
import { laidOut } from './console/layout.ts';
import { moneyLines } from './console/opening.ts';
import { paintFor } from './console/paint.ts';

/** Prints what a run would take. */
export async function showPlan(request: Parameters<typeof planRun>[0]): Promise<void> {
  const plan = await planRun(request);
  const { show, color } = plan.settings.console;
  if (show === 'json') console.log(JSON.stringify(planJson(plan)));
  else {
    const paint = paintFor(process.stdout, color);
    for (const line of laidOut(planLines(plan), columnsOf(process.stdout), paint)) console.log(line);
  }
}

function planJson({ estimate, model }: Plan) {
  return {
    event: 'estimate',
    model: model.kind === 'model' ? model.name : null,
    estimate: estimate === undefined ? null : estimateJson(estimate),
  };
}

function planLines(plan: Plan) {
  if (plan.model.kind === 'none') return [{ text: `no model is asked (${plan.model.reason}): the run costs nothing` }];
  return moneyLines(plan);
}
