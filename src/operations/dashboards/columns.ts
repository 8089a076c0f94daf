import type { DataTransformerConfig, FieldConfigSource } from '@grafana/grafana-foundation-sdk/dashboard';
import type { Column, DataPanel } from './panel.ts';
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
  return columns.flatMap(({ title, unit, steps }) => {
    const properties = [
      ...(unit === undefined ? [] : [{ id: 'unit', value: unit }]),
      ...(steps === undefined
        ? []
        : [
            { id: 'thresholds', value: { mode: 'absolute', steps: thresholdSteps(steps) } },
            { id: 'custom.cellOptions', value: { type: 'color-text' } },
          ]),
    ];
    return properties.length === 0 ? [] : [{ matcher: { id: 'byName', options: title }, properties }];
  });
}
