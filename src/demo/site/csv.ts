import type { DemoRow } from './rows.ts';

/** The rows as an input file looks: CSV as in RFC 4180 with a header line, lines ended by a line feed. */
export function demoCsv(rows: readonly Pick<DemoRow, 'url' | 'columns'>[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row.columns)))];
  const lines = rows.map((row) => [row.url, ...columns.map((column) => row.columns[column] ?? '')]);
  return [['url', ...columns], ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

/** The rows of pages with faults, each with what comes of it in a column of its own. */
export function faultsCsv(rows: readonly DemoRow[]): string {
  const faulty = rows.filter(({ fault }) => fault !== undefined);
  return demoCsv(
    faulty.map(({ url, columns, fault, expected }) => ({
      url,
      columns: { ...columns, fault: fault ?? '', expected: expected.outcome },
    })),
  );
}

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
