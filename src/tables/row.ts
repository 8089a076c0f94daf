/** A row of a table: a URL with the other columns by name, or why it is none. `line` counts from 1. */
export type TableRow =
  | {
      readonly line: number;
      readonly ok: true;
      readonly url: string;
      readonly columns: Readonly<Record<string, string>>;
    }
  | { readonly line: number; readonly ok: false; readonly reason: string };
