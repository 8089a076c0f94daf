/**
 * Does every panel show something? `node bench/dashboards.ts`; takes about a minute.
 *
 * A real Prometheus with the rules asks the ledger and the runs, while a list with every fault of the demonstration is run
 * twice: with a model whose price nobody knows, and with budgets. Then it is asked what every panel of every dashboard
 * asks, with the variables as they are at first; panels of a run in progress are asked meanwhile. Exit code 1 when a query
 * gives nothing that is not among the exceptions, or an exception gives something after all.
 */
import { type Answered, tryDashboards } from './dashboards-trial.ts';
import type { PanelQuery } from './panel-data.ts';
import { withoutData } from './panels-without-data.ts';

function report(answered: readonly Answered[]): boolean {
  const isException = ({ dashboard, panel }: PanelQuery) =>
    withoutData.some((exception) => exception.dashboard === dashboard && exception.panel === panel);
  console.log('| dashboard | panels | queries | values | without data |\n|---|---|---|---|---|');
  for (const [dashboard, queries] of Map.groupBy(answered, (each) => each.dashboard)) {
    const panels = new Set(queries.map(({ panel }) => panel)).size;
    const values = queries.reduce((sum, each) => sum + each.values, 0);
    const empty = queries.filter((each) => each.values === 0).length;
    console.log(`| ${dashboard} | ${panels} | ${queries.length} | ${values} | ${empty} |`);
  }
  const silent = answered.filter((each) => each.values === 0 && !isException(each));
  for (const { dashboard, panel, expr } of silent) console.log(`NOTHING: ${dashboard}, ${panel}: ${expr}`);
  const needless = answered.filter((each) => each.values > 0 && isException(each));
  for (const { dashboard, panel } of needless) console.log(`NO EXCEPTION: ${dashboard}, ${panel}`);
  const marked = answered.filter(({ exemplars }) => exemplars === true);
  const unmarked = marked.filter(({ traces }) => traces === 0);
  for (const { dashboard, panel } of unmarked) console.log(`NO TRACES: ${dashboard}, ${panel}`);
  console.log(`\n${marked.length} queries with traces, ${marked.reduce((sum, { traces }) => sum + traces, 0)} of them`);
  console.log(`${withoutData.length} exceptions:`);
  for (const { dashboard, panel, reason } of withoutData) console.log(`- ${dashboard}, ${panel}: ${reason}`);
  return silent.length === 0 && needless.length === 0 && unmarked.length === 0;
}

const { pages, seconds, answered } = await tryDashboards('prometheus');
console.log(`${pages} pages, twice; over ${seconds} s:\n`);
if (!report(answered)) process.exitCode = 1;
