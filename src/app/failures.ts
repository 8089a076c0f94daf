import { type FailureCategory, failureCategories, ruleOf } from '#core/failure.ts';
import { closeNames } from '#core/close-names.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { FailedItem, StoredRun } from '#core/run-store.ts';
import type { ProductInput } from '#pipelines/specbook/record.ts';
import { type FailureGroup, groupFailures } from '#reports/failure-groups.ts';
import { findSnapshot } from '#reports/snapshots.ts';
import type { Said } from './configure.ts';
import { findRun, withRuns } from './find-run.ts';
import { resultsOf } from './runs.ts';

export type FailureQuestion = {
  /** The latest run when undefined. */
  readonly run: string | undefined;
  readonly category: string | undefined;
  readonly host: string | undefined;
};

/** Failures of one kind, with what a person needs to go on. */
export type ExplainedGroup = Omit<FailureGroup, 'example'> & {
  readonly example: {
    readonly url: string;
    readonly line: number;
    readonly message: string;
    readonly traceId: string;
    /** The path of the page that was kept; undefined when there is none. */
    readonly snapshot: string | undefined;
  };
  readonly advice: string;
  /** A command that does what is advised, for the example; undefined when there is no such command. */
  readonly command: string | undefined;
};

export type FailureReport = {
  readonly run: string;
  /** Items that gave no record and fit the question. */
  readonly failures: number;
  /** The largest group first. */
  readonly groups: readonly ExplainedGroup[];
};

/**
 * What failed in a run, in groups of one kind.
 *
 * @throws PipelineError `config` when there is no such run or category, with the names that are near.
 */
export async function lookUpFailures(said: Said, question: FailureQuestion): Promise<FailureReport> {
  const category = question.category === undefined ? undefined : categoryNamed(question.category);
  return withRuns(said, async (runs) => {
    const run = await findRun(runs, question.run);
    const filter = { category, key: question.host?.toLowerCase() };
    const groups = await groupFailures(runs.store.failures(run.id, filter));
    return {
      run: run.id,
      failures: groups.reduce((sum, { count }) => sum + count, 0),
      groups: await Promise.all(groups.map((group) => explained(group, run))),
    };
  });
}

/** @throws PipelineError `config` when there is no such category, with those that are near. */
export function categoryNamed(written: string): FailureCategory {
  const found = failureCategories.find((category) => category === written);
  if (found !== undefined) return found;
  const near = closeNames(written, failureCategories);
  const hint = near.length > 0 ? `did you mean ${near.join(' or ')}?` : `there are ${failureCategories.join(', ')}`;
  throw new PipelineError('config', `--category: there is no category ${written}; ${hint}`);
}

async function explained({ example, ...group }: FailureGroup, run: StoredRun): Promise<ExplainedGroup> {
  const results = resultsOf(run);
  const { advice } = ruleOf(group.category);
  const url = urlOf(example);
  return {
    ...group,
    example: {
      url,
      line: example.line,
      message: example.failure.message,
      traceId: example.traceId,
      snapshot: results === undefined ? undefined : await findSnapshot(results, example),
    },
    advice,
    // Where the advice is to bring the page in by hand, the command for it, ready to be pasted.
    command: advice.includes('cache -- import')
      ? `npm run cache -- import --url ${quoted(url)} --file page.html`
      : undefined,
  };
}

const urlOf = ({ item }: FailedItem) => (item.input as ProductInput).url;

/** For a shell, which would read `&` and `?` in its own way. */
const quoted = (text: string) => `'${text.replaceAll("'", String.raw`'\''`)}'`;
