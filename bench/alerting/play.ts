import { type Alert, alertName } from '#operations/rules/rule.ts';
import { allAlerts } from '#operations/rules/rule-files.ts';
import { specbookCatalogue } from '#pipelines/specbook/catalogue.ts';
import { until } from '../prometheus-server.ts';
import { type AlertmanagerServer, type Delivered, waitsOf } from './alertmanager-server.ts';
import { type AlertFault, staleCadence } from './faults.ts';
import type { Scene } from './scene.ts';

/** Seconds between two scrapes, and between two looks at the rules. */
export const interval = 1;

/** A fault, and the ledger that it is brought about in. */
export type Play = { readonly fault: AlertFault; readonly scene: Scene };

export type Outcome = {
  readonly fault: AlertFault;
  /** From the end of what brought it about until its alert came; undefined when it did not. */
  readonly seconds: number | undefined;
  readonly bound: number;
  /** Other alerts of the same ledger that came before it. */
  readonly others: readonly string[];
};

/** The label that the rules know the ledger of a scene by. */
export const pipelineOf = (scene: string) => `on-${scene}`;

/** Whose alert it is: those about a ledger's pipeline, and those about its target. */
export const sceneOf = ({ labels }: Delivered) => labels['scene'] ?? labels['pipeline']?.replace(/^on-/u, '');

const alerts = new Map(allAlerts([specbookCatalogue]).map((alert) => [alert.name, alert]));
/** Milliseconds after which an alert that has not come will not. */
const patience = 30_000;

/** Brings a fault about, and waits for its alert. @param historyEnded when the last normal run did: `performance.now()`. */
export async function play(
  { fault, scene }: Play,
  { delivered }: AlertmanagerServer,
  speed: number,
  historyEnded: number,
): Promise<Outcome> {
  const alert = alerts.get(fault.alert);
  if (alert === undefined) throw new Error(`there is no alert ${fault.alert}`);
  const brought = await fault.bring(scene, speed);
  const complete = Number.isNaN(brought) ? historyEnded + staleCadence * 1_250 : brought;
  const ofScene = () => delivered.filter((each) => sceneOf(each) === scene.name && each.status === 'firing');
  const find = () => ofScene().find(({ labels }) => labels['alertname'] === alertName(fault.alert));
  const longest = Math.max(0, complete - performance.now()) + patience;
  await until(`${fault.alert} is told`, async () => find() !== undefined, longest).catch(() => undefined);
  const told = find();
  const before = ofScene().filter(({ at }) => at < (told?.at ?? Infinity));
  return {
    fault,
    seconds: told === undefined ? undefined : (told.at - complete) / 1_000,
    bound: boundOf(alert, speed, before.length > 0),
    others: [...new Set(before.map(({ labels }) => labels['alertname'] ?? ''))],
  };
}

/** Seconds: see bench/alerts.ts. */
function boundOf(alert: Alert, speed: number, isNotFirst: boolean): number {
  const { first, further } = waitsOf(alert.severity);
  return 3 * interval + 2 * interval + (alert.for + first + (isNotFirst ? further : 0)) / speed;
}
