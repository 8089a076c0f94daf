import * as barGauge from '@grafana/grafana-foundation-sdk/bargauge';
import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import * as common from '@grafana/grafana-foundation-sdk/common';
import {
  FieldColorBuilder,
  FieldColorModeId,
  type Panel as GrafanaPanel,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import * as statPanel from '@grafana/grafana-foundation-sdk/stat';
import * as tablePanel from '@grafana/grafana-foundation-sdk/table';
import * as textPanel from '@grafana/grafana-foundation-sdk/text';
import * as timeSeries from '@grafana/grafana-foundation-sdk/timeseries';
import { columnOverrides, columnTransformations, spanOverrides } from './columns.ts';
import { panelLink } from './links.ts';
import type { DataPanel, Panel } from './panel.ts';
import { thresholdSteps } from './steps.ts';
import { targetsOf } from './targets.ts';
import { datasource, traceSource } from './variables.ts';

/** A panel as Grafana has it. @param id unique on its dashboard, and not 0. */
export function renderPanel(panel: Panel, id: number): Builder<GrafanaPanel> {
  if (panel.kind !== 'text') return filled(builders[panel.kind](panel), panel, id);
  return new textPanel.PanelBuilder()
    .id(id)
    .title(panel.title)
    .description(panel.description)
    .span(panel.width)
    .height(panel.height)
    .mode(textPanel.TextMode.Markdown)
    .content(panel.text);
}

type DataPanelBuilder =
  statPanel.PanelBuilder | timeSeries.PanelBuilder | barGauge.PanelBuilder | tablePanel.PanelBuilder;

const lastValue = () => new common.ReduceDataOptionsBuilder().calcs(['lastNotNull']).values(false);

const builders: Readonly<Record<DataPanel['kind'], (panel: DataPanel) => DataPanelBuilder>> = {
  stat: () =>
    new statPanel.PanelBuilder()
      .reduceOptions(lastValue())
      .graphMode(common.BigValueGraphMode.None)
      .colorMode(common.BigValueColorMode.Value)
      .textMode(common.BigValueTextMode.Auto),
  lines: () =>
    curves()
      .drawStyle(common.GraphDrawStyle.Line)
      .lineWidth(2)
      .fillOpacity(8)
      .showPoints(common.VisibilityMode.Auto)
      .legend(legend(['mean', 'max', 'lastNotNull'])),
  bars: () =>
    curves()
      .drawStyle(common.GraphDrawStyle.Bars)
      .fillOpacity(70)
      .lineWidth(0)
      .stacking(new common.StackingConfigBuilder().mode(common.StackingMode.Normal).group('A'))
      .legend(legend(['max', 'lastNotNull'])),
  ranking: () =>
    new barGauge.PanelBuilder()
      .reduceOptions(lastValue())
      .orientation(common.VizOrientation.Horizontal)
      .displayMode(common.BarGaugeDisplayMode.Basic)
      .valueMode(common.BarGaugeValueMode.Color)
      .namePlacement(common.BarGaugeNamePlacement.Left),
  table: () => new tablePanel.PanelBuilder().showHeader(true).cellHeight(common.TableCellHeight.Sm),
};

function curves() {
  return (
    new timeSeries.PanelBuilder()
      // A batch of a minute is to be seen as one.
      .interval('1m')
      .tooltip(
        new common.VizTooltipOptionsBuilder().mode(common.TooltipDisplayMode.Multi).sort(common.SortOrder.Descending),
      )
  );
}

function legend(calcs: string[]) {
  return new common.VizLegendOptionsBuilder()
    .showLegend(true)
    .displayMode(common.LegendDisplayMode.Table)
    .placement(common.LegendPlacement.Bottom)
    .calcs(calcs);
}

function filled(builder: DataPanelBuilder, panel: DataPanel, id: number): DataPanelBuilder {
  const { title, description, width, height, unit, none, decimals, min, max, queries, steps, link } = panel;
  const ofTraces = queries.some(({ from }) => from === 'traces');
  builder
    .id(id)
    .title(title)
    .description(description)
    .span(width)
    .height(height)
    .datasource(ofTraces ? traceSource : datasource)
    .unit(unit)
    .noValue(none)
    .targets(targetsOf(panel))
    .transformations([...columnTransformations(panel)])
    .overrides([...columnOverrides(panel), ...spanOverrides(panel)]);
  if (decimals !== undefined) builder.decimals(decimals);
  if (min !== undefined) builder.min(min);
  if (max !== undefined) builder.max(max);
  if (link !== undefined) builder.dataLinks([panelLink(link)]).links([panelLink({ ...link, set: {} })]);
  return steps === undefined ? builder : coloured(builder, steps);
}

function coloured(builder: DataPanelBuilder, steps: NonNullable<DataPanel['steps']>): DataPanelBuilder {
  return builder
    .colorScheme(new FieldColorBuilder().mode(FieldColorModeId.Thresholds))
    .thresholds(new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps(thresholdSteps(steps)));
}
