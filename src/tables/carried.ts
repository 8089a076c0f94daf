import { wellKnownColumns } from './column-names.ts';

/** Columns of the input that are carried through to an output. */
export type CarriedColumns = {
  /** Their headers in the output; one that the output uses itself is marked as the input's. */
  readonly headers: readonly string[];
  cells(columns: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
};

/**
 * Finds all columns that any of the inputs carries: the well-known ones first, the others in the order of their first
 * appearance.
 *
 * @param own the headers that the output uses itself.
 */
export async function carriedColumns(
  inputs: AsyncIterable<Readonly<Record<string, string>>>,
  own: readonly string[],
): Promise<CarriedColumns> {
  const headers = new Map<string, string>();
  const taken = new Set(own);
  for await (const columns of inputs) {
    for (const name of Object.keys(columns)) {
      if (headers.has(name)) continue;
      let header = name;
      while (taken.has(header)) header = `${header} (input)`;
      taken.add(header);
      headers.set(name, header);
    }
  }
  return {
    headers: [...headers].toSorted(([left], [right]) => rank(left) - rank(right)).map(([, header]) => header),
    cells: (columns) =>
      Object.fromEntries(Object.entries(columns).map(([name, value]) => [headers.get(name) ?? name, value])),
  };
}

function rank(name: string): number {
  const known = wellKnownColumns.findIndex((column) => column === name);
  return known === -1 ? wellKnownColumns.length : known;
}
