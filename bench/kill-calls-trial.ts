import { join } from 'node:path';
import type { DemoModel } from '#demo/model/server.ts';
import { resumeAsking, startAsking, type Surroundings } from './asking-run.ts';
import { leftBehind } from './left-behind.ts';
import { type PaidCalls, readPaidCalls } from './paid-calls.ts';
import { differences, readOutcome, type RunOutcome } from './run-outcome.ts';
import type { Draw } from './seeded-draw.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

export type Reference = {
  readonly outcome: RunOutcome;
  /** Milliseconds from the first line of output to the end of the process. */
  readonly duration: number;
  readonly paid: PaidCalls;
  /** What the model charged, by its own account. */
  readonly billed: Bill;
};

export type Kill = {
  /** Milliseconds after the first line of output of the process that was killed. */
  readonly after: number;
  /** Answers that were kept by then, those of them that only the cache of answers has, and calls that the model had been asked and whose answers were not. */
  readonly kept: number;
  readonly inCacheOnly: number;
  readonly underWay: number;
};

export type Trial = {
  readonly kills: readonly Kill[];
  /** Calls that the model answered more often than in an undisturbed run, and what of them is on record. */
  readonly extraCalls: number;
  readonly extraOnRecord: number;
  /** Nano-dollars: what the model charged more, and what is charged here for calls whose answers never came. */
  readonly extraBilled: number;
  readonly uncertain: number;
  /** What is not as it must be; empty when the trial passed. */
  readonly problems: readonly string[];
};

type Bill = { readonly answers: number; readonly cost: number };
type Counts = ReadonlyMap<string, number>;

const mostDraws = 50;

/** Questions about a page: the careless model's, and one about what that got wrong. */
export const questionsAPage = 2;

/** Runs the list once, undisturbed. @throws Error when a page is asked about otherwise than twice, or a question twice. */
export async function measureReference(around: Surroundings): Promise<Reference> {
  return withTemporaryDirectory(async (directory) => {
    const before = await stateOf(around.model);
    const child = startAsking(directory, around);
    await child.firstLine;
    const started = performance.now();
    const { code, output } = await child.ended;
    if (code !== 0) throw new Error(`the undisturbed run ended with exit code ${code}:\n${output}`);
    const duration = performance.now() - started;
    const after = await stateOf(around.model);
    const paid = readPaidCalls(join(directory, 'data'));
    const asked = [...since(before.asked, after.asked).values()];
    const questions = around.pages * questionsAPage;
    if (paid.itemOf.size !== questions || asked.length !== questions || asked.some((times) => times !== 1)) {
      throw new Error(`${paid.itemOf.size} answers to ${asked.length} questions about ${around.pages} pages`);
    }
    return { outcome: await readOutcome(join(directory, 'output')), duration, paid, billed: bill(before, after) };
  });
}

/** Kills the run so many times at random moments, resumes it each time, and says what came of it. */
export async function killTrial(around: Surroundings, reference: Reference, times: number, draw: Draw): Promise<Trial> {
  for (let draws = 0; draws < mostDraws; draws += 1) {
    const trial = await withTemporaryDirectory((directory) => attempt(directory, around, reference, times, draw));
    if (trial !== undefined) return trial;
  }
  throw new Error(`the run ended before it could be killed, ${mostDraws} times in a row`);
}

/** What a kill found: the questions with kept answers, and those that this process had asked without one. */
type Evidence = Kill & { readonly keptQuestions: readonly string[]; readonly open: Counts; readonly asked: Counts };

async function attempt(
  directory: string,
  around: Surroundings,
  reference: Reference,
  times: number,
  draw: Draw,
): Promise<Trial | undefined> {
  const before = await stateOf(around.model);
  const evidence: Evidence[] = [];
  let child = startAsking(directory, around);
  let left = reference.duration;
  while (evidence.length < times) {
    const asked = around.model.questions();
    const askedBefore = new Map(evidence.length === 0 ? before.asked : asked);
    await child.firstLine;
    const after = draw() * left;
    if ((await child.endedWithin(after)) !== undefined) break;
    child.kill('SIGKILL');
    await child.ended;
    const copy = join(directory, `after-kill-${evidence.length + 1}`);
    const { finished, answers, answersInCacheOnly } = await leftBehind(join(directory, 'data'), copy);
    if (finished) return evidence.length === 0 ? undefined : verdict(directory, around, reference, before, evidence);
    const now = new Map(around.model.questions());
    const open = new Map([...since(askedBefore, now)].filter(([question]) => !answers.includes(question)));
    evidence.push({
      after,
      kept: answers.length,
      inCacheOnly: answersInCacheOnly,
      underWay: sum(open),
      keptQuestions: answers,
      open,
      asked: now,
    });
    child = resumeAsking(directory);
    left -= after;
  }
  if (evidence.length === 0) return undefined;
  const { code, output } = await child.ended;
  if (code === 0) return verdict(directory, around, reference, before, evidence);
  return {
    ...nothing,
    kills: evidence,
    problems: [`the last process ended with exit code ${code}: ${output.slice(-400)}`],
  };
}

const nothing = { extraCalls: 0, extraOnRecord: 0, extraBilled: 0, uncertain: 0 };

async function verdict(
  directory: string,
  around: Surroundings,
  reference: Reference,
  before: ModelState,
  evidence: readonly Evidence[],
): Promise<Trial> {
  const after = await stateOf(around.model);
  const asked = since(before.asked, after.asked);
  const billed = bill(before, after);
  const paid = readPaidCalls(join(directory, 'data'));
  const { spent, uncertain, reserved } = paid.balance;
  const questions = around.pages * questionsAPage;
  const extra = new Map([...asked].map(([question, count]) => [question, count - 1]));
  const extraCost = [...extra].reduce(
    (cost, [question, count]) => cost + count * (reference.paid.costOf.get(question) ?? NaN),
    0,
  );
  const recorded = [...paid.costs.values()].flat();
  const check = (holds: boolean, words: string) => (holds ? [] : [words]);
  return {
    kills: evidence,
    extraCalls: sum(extra),
    extraOnRecord: recorded.length - questions,
    extraBilled: billed.cost - reference.billed.cost,
    uncertain,
    problems: [
      ...differences(reference.outcome, await readOutcome(join(directory, 'output'))),
      ...check(asked.size === questions, `${asked.size} questions were asked, not ${questions}`),
      ...askedAgain(evidence, after),
      ...evidence.flatMap(({ underWay }) =>
        check(underWay <= around.concurrency, `${underWay} calls under way, with ${around.concurrency} at once`),
      ),
      ...[...extra].flatMap(([question, count]) =>
        check(count <= times(evidence, question), `${question} was asked ${count} times more than it was cut off`),
      ),
      ...check(billed.answers === questions + sum(extra), `${billed.answers} answers are billed`),
      ...check(
        billed.cost - reference.billed.cost === extraCost,
        `the bill is ${billed.cost - reference.billed.cost} more, and the calls made again cost ${extraCost}`,
      ),
      ...[...paid.costs].flatMap(([item, costs]) =>
        check(
          costs.every((cost) => reference.paid.costs.get(item)?.includes(cost)),
          `calls for ${item} cost ${costs.join(', ')}`,
        ),
      ),
      ...check(
        recorded.length >= questions && recorded.length <= billed.answers,
        `${recorded.length} calls are on record, and ${billed.answers} were made`,
      ),
      ...check(reserved === 0, `${reserved} is still reserved`),
      ...check(
        spent >= reference.paid.balance.spent && spent <= billed.cost && billed.cost <= spent + uncertain,
        `${spent} is spent and ${uncertain} uncertain, of a bill of ${billed.cost}`,
      ),
    ],
  };
}

/** Questions that were asked after a kill at which their answers were kept. */
function askedAgain(evidence: readonly Evidence[], after: ModelState): readonly string[] {
  return evidence.flatMap((kill) =>
    kill.keptQuestions
      .filter((question) => kill.asked.get(question) !== after.asked.get(question))
      .map((question) => `${question} was asked again, although its answer was kept`),
  );
}

/** How often the question was under way when the run was killed. */
const times = (evidence: readonly Evidence[], question: string) =>
  evidence.reduce((count, { open }) => count + (open.get(question) ?? 0), 0);

type ModelState = { readonly asked: Counts; readonly bill: Bill };

async function stateOf(model: DemoModel): Promise<ModelState> {
  const answer = await fetch(`${model.baseUrl}/demo/bill`);
  const { models } = (await answer.json()) as {
    models: Readonly<Record<string, { answers: number; cost_nano_dollars: number }>>;
  };
  const account = models['demo-model'];
  return {
    asked: new Map(model.questions()),
    bill: { answers: account?.answers ?? 0, cost: account?.cost_nano_dollars ?? 0 },
  };
}

const bill = (before: ModelState, after: ModelState): Bill => ({
  answers: after.bill.answers - before.bill.answers,
  cost: after.bill.cost - before.bill.cost,
});

/** What was asked between the two, and how often. */
const since = (before: Counts, after: Counts): Counts =>
  new Map(
    [...after]
      .map(([question, count]) => [question, count - (before.get(question) ?? 0)] as const)
      .filter(([, count]) => count > 0),
  );

const sum = (counts: Counts) => [...counts.values()].reduce((all, count) => all + count, 0);
