/**
 * Whether somebody is told when something goes wrong: `node bench/alerts.ts [speed=60] [alert…]`.
 *
 * A real Prometheus with the rules of this repository, a real Alertmanager with its routes, the demonstration's site
 * and model, all over sockets; windows and waits are so many times shorter. Each fault has a ledger of its own, in
 * which two normal runs have been made; it is brought about by the site, the model, the command line or by killing a
 * process, and by nothing else. Held against its bound: a scrape, two more for series that are new (which are shown as
 * zero first), two looks at the rules, the `for` of the alert, and the wait of its group (of its interval as well, if
 * something else in the group was told before).
 */
import { alertFaults } from './alerting/faults.ts';
import type { Outcome } from './alerting/play.ts';
import { stage, type Staged } from './alerting/stage.ts';
import { withTemporaryDirectory } from './temporary-directory.ts';

function tell({ fault, seconds, bound, others }: Outcome): void {
  const took = seconds === undefined ? 'NOT TOLD' : seconds.toFixed(1);
  console.log(`| ${[fault.alert, fault.what, took, bound.toFixed(1), others.join(', ')].join(' | ')} |`);
}

function isGood({ outcomes, unfounded, delivered }: Staged): boolean {
  const late = outcomes.filter(({ seconds, bound }) => seconds === undefined || seconds > bound);
  const unreadable = delivered.filter(({ annotations }) => JSON.stringify(annotations).includes('<error'));
  console.log(`\n${outcomes.length - late.length} of ${outcomes.length} within their bounds`);
  console.log(`${delivered.length} messages, ${unfounded.length} of them without a reason`);
  for (const { labels } of unfounded) console.log(`without a reason: ${JSON.stringify(labels)}`);
  for (const { labels } of unreadable) console.log(`with an unreadable text: ${JSON.stringify(labels)}`);
  return late.length + unfounded.length + unreadable.length === 0;
}

const [speed = '60', ...only] = process.argv.slice(2);
await withTemporaryDirectory(async (directory) => {
  const faults = alertFaults.filter(({ alert }) => only.length === 0 || only.includes(alert));
  const programs = { prometheus: 'prometheus', alertmanager: 'prometheus-alertmanager' };
  console.log('| alert | fault | seconds from its end | bound | told before it |\n|---|---|---|---|---|');
  const staged = await stage({ directory, speed: Number(speed), faults, programs, tell });
  process.exitCode = isGood(staged) ? 0 : 1;
});
