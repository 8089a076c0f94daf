import type { SourceRow } from '#core/run-store.ts';
import type { Prompt } from '#extraction/prompt.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import type { SiteCredentials } from '#scraping/site-credentials.ts';
import type { Costs } from './costs.ts';
import type { ModelChoice } from './model-choice.ts';
import type { RunEvent } from './run-events.ts';
import type { Settings } from './settings.ts';
import type { Tally } from './tally.ts';
import type { Workspace } from './workspace.ts';

export type Execution = {
  /** A run that the store knows. */
  readonly run: string;
  readonly settings: Settings;
  readonly workspace: Workspace;
  readonly credentials: SiteCredentials;
  readonly model: ModelChoice;
  /** Absent when no model is asked. */
  readonly prompt: Prompt | undefined;
  readonly costs: Costs;
  readonly schema: RecordSchema;
  /** Hosts that may be fetched although they are not public: the demonstration's. Each as `host:port`. */
  readonly exempt: readonly string[];
  /** The rows of the input from its beginning; absent when the run has read them all. */
  readonly source: AsyncIterable<SourceRow> | undefined;
  /** Counts what happens while it happens. */
  readonly tally: Tally;
  /** Told of each item, for example to show it. Never throws and never delays. */
  readonly tell: (event: RunEvent) => void;
  /** Aborts to finish what is under way, and to stop at once. */
  readonly drain: AbortSignal;
  readonly stop: AbortSignal;
};
