import type { Attributes } from '#core/fact.ts';
import type { TargetSchema } from '#extraction/target-schema.ts';
import type { Values } from './record-schema.ts';

/** Which fields of the schema the values have, and which they lack: names joined by commas. */
export function coverageNotes({ fields }: TargetSchema, values: Values): Attributes {
  const has = ({ name }: { readonly name: string }) => Object.hasOwn(values, name);
  return {
    ...listed('fields_found', fields.filter(has)),
    ...listed(
      'fields_missing',
      fields.filter((field) => !has(field)),
    ),
  };
}

function listed(attribute: string, fields: TargetSchema['fields']): Attributes {
  // A name of the user's own may have what joins them.
  const names = fields.map(({ name }) => name.replaceAll(',', ' '));
  return names.length === 0 ? {} : { [attribute]: names.join(',') };
}
