import { join } from 'node:path';
import { startDemoModel } from '#demo/model/server.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { leftBehind } from './left-behind.ts';
import { type PipelineProcess, startPipeline } from './pipeline-process.ts';
import { openRunDatabase } from './run-database.ts';
import { differences, readOutcome, type RunOutcome } from './run-outcome.ts';
import type { Draw } from './seeded-draw.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

type Ports = { readonly site: number; readonly model: number };

export type Reference = {
  readonly ports: Ports;
  readonly outcome: RunOutcome;
  /** Milliseconds from the first line of output, by when the run is in the store, to the end of the process. */
  readonly duration: number;
  readonly received: Received;
};

/** Requests as the site and the model received them, whatever is on record about them. */
type Received = { readonly pages: number; readonly files: number; readonly modelCalls: number };

export type Kill = {
  /** Milliseconds after the first line of output of the process that was killed. */
  readonly after: number;
  readonly settled: number;
  /** Pages in the cache. */
  readonly stored: number;
  /** Answers in the cache, and the calls of models that had been made and had brought none. */
  readonly answered: number;
  readonly unanswered: number;
  /** Milliseconds from the start of the resumed process until it settled an item; undefined when it did not. */
  readonly resumedIn: number | undefined;
};

export type KillTrial = {
  readonly kills: readonly Kill[];
  /** What is not as it must be; empty when the trial passed. */
  readonly problems: readonly string[];
  /** Fetches and model calls on record, less those of the reference. */
  readonly recordedMore: RunOutcome['recorded'];
  /** Requests received, less those of the reference. */
  readonly receivedMore: Received;
};

/** Milliseconds after which a process is taken to hang. */
const longestRun = 90_000;
/** Milliseconds between looks for the first newly settled item. */
const polling = 10;
/** How often a trial is begun anew because the run had ended before the moment that was drawn. */
const mostDraws = 25;

/** Runs the demonstration once, undisturbed, on ports that are free now and used by all that follows. */
export async function measureReference(): Promise<Reference> {
  const [site, model] = [await startDemoSite({ port: 0 }), await startDemoModel({ port: 0 })];
  const ports = { site: Number(new URL(site.origin).port), model: Number(new URL(model.baseUrl).port) };
  await Promise.all([site.close(), model.close()]);
  return withDemonstration(ports, async (surroundings) => {
    const child = begin(surroundings);
    await child.firstLine;
    const started = performance.now();
    const { code, output } = await child.ended;
    if (code !== 0) throw new Error(`the undisturbed run ended with exit code ${code}:\n${output}`);
    return {
      ports,
      outcome: await readOutcome(surroundings.output),
      duration: performance.now() - started,
      received: surroundings.received(),
    };
  });
}

/** Kills a run so many times at random moments, resumes it, and says what came of it. */
export async function killTrial(reference: Reference, times: 1 | 2, draw: Draw): Promise<KillTrial> {
  for (let draws = 0; draws < mostDraws; draws += 1) {
    const trial = await withDemonstration(reference.ports, (surroundings) =>
      attempt(reference, times, draw, surroundings),
    );
    if (trial.kills.length > 0) return trial;
  }
  throw new Error(`the run ended before it could be killed, ${mostDraws} times in a row`);
}

type Surroundings = {
  readonly directory: string;
  readonly data: string;
  readonly output: string;
  readonly ports: Ports;
  /** How often each path of the site was requested so far. */
  requested(): ReadonlyMap<string, number>;
  /** How often the model was asked each question so far, by the question's hash. */
  asked(): ReadonlyMap<string, number>;
  received(): Received;
};

/** A new site and a new model, whose faults begin anew, and an empty data directory. */
async function withDemonstration<T>(ports: Ports, work: (surroundings: Surroundings) => Promise<T>): Promise<T> {
  const site = await startDemoSite({ port: ports.site });
  const model = await startDemoModel({ port: ports.model });
  try {
    return await withTemporaryDirectory((directory) =>
      work({
        directory,
        data: join(directory, 'data'),
        output: join(directory, 'output'),
        ports,
        requested: site.counts,
        asked: () => new Map(model.questions()),
        received: () => {
          const count = (pattern: RegExp) => requestsTo(pattern, site.counts());
          return {
            pages: count(/^\/(?:products|faults)\//),
            files: count(/^\/(?:images|documents)\//),
            modelCalls: model.requests(),
          };
        },
      }),
    );
  } finally {
    await Promise.all([site.close(), model.close()]);
  }
}

function begin({ directory, data, output, ports }: Surroundings): PipelineProcess {
  const demonstration = ['--demo-port', String(ports.site), '--demo-model-port', String(ports.model)];
  return startPipeline(['--data', data, '--output', output, ...demonstration], { directory, longest: longestRun });
}

/** With nothing but the data directory: the rest is in the store. */
function resume({ directory, data }: Surroundings): PipelineProcess {
  return startPipeline(['--resume', '--data', data], { directory, longest: longestRun });
}

/** A kill, and how often each page and answer that was stored by then had been requested. */
type Evidence = Omit<Kill, 'resumedIn'> & {
  readonly requests: ReadonlyMap<string, number>;
  readonly questions: ReadonlyMap<string, number>;
  readonly resumedIn: Promise<number | undefined>;
};

async function attempt(reference: Reference, times: number, draw: Draw, around: Surroundings): Promise<KillTrial> {
  const evidence: Evidence[] = [];
  let child = begin(around);
  let left = reference.duration;
  while (evidence.length < times) {
    await child.firstLine;
    const after = draw() * left;
    if ((await child.endedWithin(after)) !== undefined) break;
    child.kill('SIGKILL');
    await child.ended;
    const { settled, finished, pages, answers } = await leftBehind(
      around.data,
      join(around.directory, `after-kill-${evidence.length + 1}`),
    );
    // It had come to its end, outputs and all; resuming it would give its failures another chance, as it should.
    if (finished) return verdict(reference, evidence, [], around);
    const requested = around.requested();
    const requests = new Map(pages.map((path) => [path, requested.get(path) ?? 0]));
    const asked = around.asked();
    const questions = new Map(answers.map((question) => [question, asked.get(question) ?? 0]));
    const unanswered = around.received().modelCalls - answers.length;
    child = resume(around);
    evidence.push({
      after,
      settled,
      stored: pages.length,
      answered: answers.length,
      unanswered,
      requests,
      questions,
      resumedIn: untilSettled(child, around.data, settled),
    });
    left -= after;
  }
  const { code, output } = await child.ended;
  const problems = code === 0 ? [] : [`the last process ended with exit code ${code}: ${output.slice(-400)}`];
  return verdict(reference, evidence, problems, around);
}

async function verdict(
  reference: Reference,
  evidence: readonly Evidence[],
  problems: readonly string[],
  around: Surroundings,
): Promise<KillTrial> {
  const kills = await Promise.all(
    evidence.map(async ({ requests: _requests, questions: _questions, resumedIn, ...kill }) => ({
      ...kill,
      resumedIn: await resumedIn,
    })),
  );
  const [requested, received] = [around.requested(), around.received()];
  const outcome = problems.length === 0 ? await readOutcome(around.output) : undefined;
  const recordedMore = {
    fetches: (outcome?.recorded.fetches ?? 0) - reference.outcome.recorded.fetches,
    modelCalls: (outcome?.recorded.modelCalls ?? 0) - reference.outcome.recorded.modelCalls,
  };
  const receivedMore = {
    pages: received.pages - reference.received.pages,
    files: received.files - reference.received.files,
    modelCalls: received.modelCalls - reference.received.modelCalls,
  };
  return {
    kills,
    problems: [
      ...problems,
      ...(outcome === undefined ? [] : differences(reference.outcome, outcome)),
      ...evidence.flatMap(({ requests }) => requestedAgain(requests, requested)),
      ...evidence.flatMap(({ questions }) => requestedAgain(questions, around.asked())),
      ...(outcome === undefined ? [] : miscounted(recordedMore.modelCalls, receivedMore.modelCalls, evidence)),
    ],
    recordedMore,
    receivedMore,
  };
}

function requestedAgain(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly string[] {
  return [...before]
    .filter(([path, count]) => (after.get(path) ?? 0) > count)
    .map(([path]) => `${path} was requested again, although it was stored`);
}

/**
 * The calls that a killed run makes more than an undisturbed one are those that the kills cut off, and what is on
 * record is between the calls that were answered and all that were made.
 */
function miscounted(recordedMore: number, receivedMore: number, evidence: readonly Evidence[]): readonly string[] {
  const cutOff = evidence.at(-1)?.unanswered ?? 0;
  return [
    ...(receivedMore <= cutOff ? [] : [`${receivedMore} calls more, but only ${cutOff} were cut off`]),
    ...(recordedMore >= 0 && recordedMore <= receivedMore
      ? []
      : [`${recordedMore} calls more are on record, and ${receivedMore} more were made`]),
  ];
}

function requestsTo(pattern: RegExp, requested: ReadonlyMap<string, number>): number {
  const matching = [...requested].filter(([path]) => pattern.test(path));
  return matching.reduce((sum, [, count]) => sum + count, 0);
}

/** Milliseconds from the start of the process until more items are settled than before; undefined if it ends first. */
async function untilSettled(child: PipelineProcess, data: string, before: number): Promise<number | undefined> {
  const run = openRunDatabase(data);
  try {
    while ((await child.endedWithin(polling)) === undefined) {
      if (run.settled() > before) return performance.now() - child.startedAt;
    }
    return undefined;
  } finally {
    run.close();
  }
}

/** Every third trial kills the resumed run once more. */
export const timesOf = (trial: number): 1 | 2 => (trial % 3 === 0 ? 2 : 1);
