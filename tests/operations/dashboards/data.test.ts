import { expect, test } from 'vitest';
import { tryDashboards } from '../../../bench/dashboards-trial.ts';
import { withoutData } from '../../../bench/panels-without-data.ts';
import { requireService } from '../../services.ts';

const nameOf = ({ dashboard, panel }: { readonly dashboard: string; readonly panel: string }) =>
  `${dashboard}: ${panel}`;

test('every panel shows something after runs in which every fault happens, but for those with a reason', async (context) => {
  const { answered } = await tryDashboards(requireService('prometheus', context));
  expect(answered.length).toBeGreaterThan(100);
  const silent = answered.filter(({ values }) => values === 0);
  expect([...new Set(silent.map(nameOf))].toSorted()).toEqual(withoutData.map(nameOf).toSorted());
  expect(withoutData.length).toBeLessThanOrEqual(5);
  const unmarked = answered.filter(({ exemplars, traces }) => exemplars === true && traces === 0);
  expect(unmarked.map(nameOf)).toEqual([]);
}, 480_000);
