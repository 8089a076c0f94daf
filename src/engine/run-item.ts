import type { Loop, Step } from '#core/pipeline.ts';
import type { StageContext } from '#core/stage.ts';

/** Takes one item through the steps, each given what the one before it made. */
export async function runItem(steps: readonly Step[], input: unknown, context: StageContext): Promise<unknown> {
  let value = input;
  for (const step of steps) value = await runStep(step, value, context);
  return value;
}

async function runStep(step: Step, value: unknown, context: StageContext): Promise<unknown> {
  switch (step.kind) {
    case 'each':
      return step.stage.run(value as never, { ...context, stage: step.stage.name });
    case 'loop':
      return repeat(step, value, context);
    case 'gather':
      throw new TypeError(`${step.stage.name} runs over a batch, not over an item`);
  }
}

/** The turns of a loop inside a loop are numbered on, so that no two of them share a fact or an artifact. */
async function repeat(loop: Loop, input: unknown, context: StageContext): Promise<unknown> {
  let value = input;
  const before = (context.iteration - 1) * loop.maxIterations;
  for (let turn = 1; turn <= loop.maxIterations; turn += 1) {
    value = await runItem(loop.steps, value, { ...context, iteration: before + turn });
    if (loop.until(value as never)) break;
  }
  return value;
}
