import type { FailureCategory } from '#core/failure.ts';
import { families } from './catalogue/catalogue.ts';
import { recovered } from './catalogue/recovered.ts';
import { type FaultName, faultNames, faults } from './faults.ts';
import type { Fault } from './faults/fault.ts';
import { type DemoProduct, placed, type ProductEntry } from './product.ts';

/** A row of the demonstration's input, and what must come of it. */
export type DemoRow = {
  readonly url: string;
  readonly name?: string;
  readonly room: string;
  /** Which fault the page has, if any. */
  readonly fault?: FaultName;
  readonly expected:
    { readonly outcome: 'product'; readonly product: DemoProduct } | { readonly outcome: FailureCategory };
  /** The columns beside the URL, which go through to the results unchanged. */
  readonly columns: Readonly<Record<string, string>>;
};

/** Whether those faults are among them that a run cannot be done with in seconds, or on this machine alone. */
export type RowChoice = { readonly all: boolean };

/** All rows of the demonstration: the clean products by family, then the pages with faults. */
export function demoRows(origin: string, choice: RowChoice): readonly DemoRow[] {
  const clean = families.flatMap(({ code, title, entries }) =>
    entries.map((entry, index) => productRow(entry, { section: title, code: itemCode(code, index) }, origin)),
  );
  const faulty = faultNames
    .filter((name) => choice.all || faultNamed(name).leftOut === undefined)
    .map((name, index) => faultRow(name, { section: 'Pages with faults', code: itemCode('FA', index) }, origin));
  return [...clean, ...faulty];
}

const itemCode = (family: string, index: number): string => `${family}-${String(index + 1).padStart(2, '0')}`;

/** Where a row stands in the schedule. */
type Numbering = { readonly section: string; readonly code: string };

function productRow(entry: ProductEntry, { section, code }: Numbering, origin: string): DemoRow {
  const product = placed(entry, origin);
  return {
    url: product.url,
    name: product.expected.name,
    room: entry.room,
    expected: { outcome: 'product', product },
    columns: { room: entry.room, section, 'item code': code, quantity: String(entry.quantity) },
  };
}

const faultNamed = (name: FaultName): Fault => faults[name];

function faultRow(name: FaultName, numbering: Numbering, origin: string): DemoRow {
  const fault = faultNamed(name);
  const address = { url: `${origin}/faults/${name}`, name: fault.title, fault: name };
  if (fault.recovers !== undefined) {
    return { ...productRow(recovered[fault.recovers], numbering, origin), ...address };
  }
  return {
    ...address,
    room: fault.room,
    expected: { outcome: fault.ends },
    columns: { room: fault.room, section: numbering.section, 'item code': numbering.code, quantity: '1' },
  };
}
