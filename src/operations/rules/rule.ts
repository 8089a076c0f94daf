/** A query whose result is kept under a name of its own. */
export type RecordingRule = {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
};

/** How soon somebody has to look: `critical` at once, `warning` today, `info` when there is time. */
export const severities = ['critical', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** What somebody on call is told, and when. */
export type Alert = {
  /** In lower case, its words joined by hyphens: also the name of its runbook. */
  readonly name: string;
  readonly severity: Severity;
  /** What is so when the alert is due. Its value is in the unit that `description` says. */
  readonly expr: string;
  /** Seconds for which it has to be so, at every look. */
  readonly for: number;
  /** One line: what is wrong. Summary and description are templates of Prometheus, as in `{{ $labels.stage }}`. */
  readonly summary: string;
  /** With numbers. */
  readonly description: string;
  /** What to do first. */
  readonly action: string;
  /** The dashboard that shows more of it. */
  readonly dashboard: Dashboard;
};

export type Dashboard = 'overview' | 'scraping' | 'models' | 'costs' | 'quality' | 'slos' | 'failures';

export type RuleGroup = {
  readonly name: string;
  /** Seconds between two looks; as often as Prometheus is set to when left out. */
  readonly interval?: number;
  readonly rules: readonly (RecordingRule | Alert)[];
};

export const isAlert = (rule: RecordingRule | Alert): rule is Alert => 'severity' in rule;

/** The name that Prometheus has for an alert: `bot-detection-spike` is `SpecbookBotDetectionSpike`. */
export function alertName(name: string): string {
  const words = ['specbook', ...name.split('-')];
  return words.map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join('');
}
