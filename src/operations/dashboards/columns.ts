import type { DataTransformerConfig, FieldConfigSource } from '@grafana/grafana-foundation-sdk/dashboard';
import { linkAddress } from './links.ts';
import type { Column, DataPanel, PanelLink } from './panel.ts';
import { thresholdSteps } from './steps.ts';
import { letter } from './targets.ts';

type Overrides = FieldConfigSource['overrides'][number];

/** One line for each set of labels, with a column for each query. */
export function columnTransformations({ columns = [] }: DataPanel): readonly DataTransformerConfig[] {
  if (columns.length === 0) return [];
  const named = columns.map((column) => [fieldOf(column), column.title] as const);
  return [
    { id: 'merge', options: {} },
    {
      id: 'filterFieldsByName',
      options: { include: { names: named.map(([field]) => field) } },
    },
    {
      id: 'organize',
      options: {
        indexByName: Object.fromEntries(named.map(([field], index) => [field, index])),
        renameByName: Object.fromEntries(named),
      },
    },
  ];
}

/** A column of a query is called `Value #A` until it is renamed. */
const fieldOf = ({ of }: Column) => (typeof of === 'string' ? of : `Value #${letter(of)}`);

export function columnOverrides({ columns = [] }: DataPanel): readonly Overrides[] {
  return columns.map(({ title, unit, steps }) => {
    const properties = [
      // Not every line has something in every column; what is said where there is nothing at all is too much for a cell.
      { id: 'noValue', value: '–' },
      ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
      ...(steps === undefined
        ? []
        : [
            { id: 'thresholds', value: { mode: 'absolute', steps: thresholdSteps(steps) } },
            { id: 'custom.cellOptions', value: { type: 'color-text' } },
          ]),
    ];
    return { matcher: { id: 'byName', options: title }, properties };
  });
}

/** Where the cells of a table of spans lead, by the attribute that they show. */
const cellLinks: Readonly<Record<string, PanelLink>> = {
  'error.type': { title: 'Only this category', to: 'failures', set: { category: '${__value.raw}' } },
  'specbook.run.id': { title: 'Only this run', to: 'failures', set: { run: '${__value.raw}' } },
};

/** The trace of each line is linked to by Grafana itself; from what is said of it one gets to more of the same. */
export function spanOverrides({ queries }: DataPanel): readonly Overrides[] {
  if (!queries.some(({ from }) => from === 'traces')) return [];
  return Object.entries(cellLinks).map(([attribute, link]) => ({
    matcher: { id: 'byName', options: attribute },
    properties: [{ id: 'links', value: [{ title: link.title, url: linkAddress(link) }] }],
  }));
}
