import { readFileSync } from 'node:fs';
import type { Json } from '#core/json.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { StoredRun } from '#core/run-store.ts';
import { type AnswerField, answerField } from '#pipelines/specbook/evaluation/answers.ts';
import type { ProductInput, ProductRecord } from '#pipelines/specbook/record.ts';
import type { RecordSchema, Values } from '#pipelines/specbook/record-schema.ts';
import { type Answer, type FieldScore, fieldScore } from '#quality/evaluation/field-scores.ts';
import { goldFields, type GoldPage, readGold } from '#quality/evaluation/gold.ts';
import { normaliseUrl } from '#scraping/normalise-url.ts';
import { type Compliance, complianceCounter } from './compliance.ts';
import { configure, type Said } from './configure.ts';
import type { StoredConfiguration } from './execute-run.ts';
import { findRun, type Runs, withRuns } from './find-run.ts';
import { schemaFor } from './schema-choice.ts';
import type { Settings } from './settings.ts';

export type { Compliance } from './compliance.ts';
export type { FieldScore, Share } from '#quality/evaluation/field-scores.ts';

export type Evaluation = {
  readonly run: string;
  readonly gold: {
    readonly pages: number;
    /** Of these the run has read so many, with a record or without one. */
    readonly inRun: number;
    readonly withRecord: number;
    /** Fields of the gold file that records do not have. */
    readonly unknownFields: readonly string[];
  };
  readonly fields: readonly FieldScore[];
  readonly compliance: Compliance;
};

/**
 * Holds the records of a run against what is right, and counts those that comply with the thresholds. A page of the
 * gold file that the run has not read says nothing; one that gave no record has missed everything.
 *
 * @throws PipelineError `config` when the file or the run is not there or not right.
 */
export async function evaluateRun(said: Said, gold: string, id: string | undefined): Promise<Evaluation> {
  const pages = readGold(gold, textOf(gold));
  return withRuns(said, async (runs) => {
    const run = await findRun(runs, id);
    const settings = settingsOf(said, run);
    const schema = await schemaFor(settings, run);
    const compliance = complianceCounter(schema, configure(said).configuration.quality.thresholds);
    const found = await answersOf(runs, run.id, pages, compliance.add);
    const names = goldFields(pages);
    const known = names.flatMap((name) => answerField(name, schema) ?? []);
    if (known.length === 0 && names.length > 0) throw noField(gold, names, schema);
    return {
      run: run.id,
      gold: {
        pages: pages.length,
        inRun: found.size,
        withRecord: [...found.values()].filter((values) => values !== undefined).length,
        unknownFields: names.filter((name) => answerField(name, schema) === undefined),
      },
      fields: names.flatMap((name) => {
        const field = answerField(name, schema);
        return field === undefined ? [] : [scored(name, field, pages, found)];
      }),
      compliance: compliance.counts(),
    };
  });
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'there is no such file' : String(cause);
    throw new PipelineError('config', `--gold ${file}: ${reason}`, { cause });
  }
}

function noField(gold: string, names: readonly string[], { target }: RecordSchema): PipelineError {
  const fields = target.fields.map(({ name }) => name).join(', ');
  return new PipelineError('config', `--gold ${gold}: records have no field ${names.join(', ')}; they have ${fields}`);
}

function settingsOf(said: Said, { id, configuration }: StoredRun): Settings {
  const { settings: values = {} } = configuration as Partial<StoredConfiguration>;
  return configure(said, { run: id, values: values as Readonly<Record<string, Json>> }).configuration;
}

/** By page of the gold file, what the run has of it; undefined for one that gave no record. */
type Found = ReadonlyMap<GoldPage, Values | undefined>;

async function answersOf(
  { store }: Runs,
  run: string,
  pages: readonly GoldPage[],
  seen: (record: ProductRecord) => void,
): Promise<Found> {
  const byUrl = new Map(
    pages.flatMap((page) => (page.url === undefined ? [] : [[comparable(page.url), page] as const])),
  );
  const byKey = new Map(pages.map((page) => [page.key, page]));
  const pageOf = ({ url, columns }: ProductInput, id: string) =>
    byUrl.get(comparable(url)) ??
    [id, ...Object.values(columns)].map((key) => byKey.get(key)).find((page) => page !== undefined);
  const found = new Map<GoldPage, Values | undefined>();
  for await (const { item } of store.failures(run)) {
    const page = pageOf(item.input as ProductInput, item.id);
    if (page !== undefined) found.set(page, undefined);
  }
  for await (const { item, record: stored } of store.records(run)) {
    const record = stored as unknown as ProductRecord;
    seen(record);
    const page = pageOf(item.input as ProductInput, item.id);
    if (page !== undefined) found.set(page, record.values);
  }
  return found;
}

function comparable(url: string): string {
  try {
    return normaliseUrl(url).href;
  } catch {
    // A key of the gold file that is no page's address matches none.
    return url;
  }
}

function scored(name: string, field: AnswerField, pages: readonly GoldPage[], found: Found): FieldScore {
  const answers = pages.flatMap((page): readonly Answer[] => {
    if (!found.has(page) || page.unknown.includes(name)) return [];
    const accepted = page.fields[name] ?? [];
    const value = field.find(found.get(page) ?? {});
    const isRight = value !== undefined && accepted.some((text) => field.accepts(value, text));
    return [{ found: value !== undefined, expected: accepted.length > 0, isRight }];
  });
  return fieldScore(name, answers);
}
