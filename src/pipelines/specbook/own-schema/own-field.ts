import { z } from 'zod';
import type { Json } from '#core/json.ts';
import type { JsonSchema } from '#extraction/answer-schema.ts';
import { folded } from '#extraction/fold.ts';
import { labelledField } from '#extraction/labels.ts';
import type { TargetField } from '#extraction/target-schema.ts';
import { typedValue, type ValueShape } from '#extraction/values/typed-value.ts';
import { productFieldNames } from '#pipelines/specbook/product.ts';
import { complaint } from './complaint.ts';
import { checkedName, valueShape } from './value-shape.ts';

/** A field as the user declares it, whichever way it was written down. */
export type Declared = {
  readonly name: string;
  readonly accepts: z.ZodType;
  readonly isRequired: boolean;
  /** Our own words about it, where zod does not carry them. */
  readonly said: JsonSchema;
};

export type OwnField = TargetField & {
  readonly title: string;
  readonly isRequired: boolean;
  readonly shape: ValueShape;
};

const labels = z.array(z.string().min(1));
const words = z.object({
  title: z.string().min(1).optional(),
  description: z.string().min(1).optional(),
  /** Worth a question to a model, and counted in completeness. */
  wanted: z.boolean().default(true),
  required: z.union([z.boolean(), z.array(z.string())]).optional(),
  labels: labels.default([]),
  'x-labels': labels.default([]),
});

/** @throws PipelineError `config` naming the place in the file and what was expected there. */
export function ownField(declared: Declared, where: string): OwnField {
  const name = checkedName(declared.name, where);
  const { $schema: _, ...jsonSchema } = asJsonSchema(declared.accepts, where);
  const said = words.safeParse({ ...jsonSchema, ...declared.said });
  if (!said.success) {
    const [issue] = said.error.issues;
    throw complaint(`${where}.${issue?.path.join('.')}`, (issue?.message ?? '').replace(/^Invalid input: /u, ''));
  }
  const { title = titleOf(name), description, wanted, required } = said.data;
  const otherLabels = [...said.data.labels, ...said.data['x-labels']];
  const facts = [name, ...otherLabels].map(factOf).filter((fact) => fact !== undefined);
  const shape = valueShape(jsonSchema, where);
  return {
    name,
    title,
    description: description ?? title,
    jsonSchema,
    wanted,
    isRequired: typeof required === 'boolean' ? required : declared.isRequired,
    labels: [...new Set([name, title, ...otherLabels])],
    facts: [...new Set(facts)],
    shape,
    parse: (value) => parsed(value, shape, declared.accepts, where),
  };
}

/** What the schema accepts of the value; a value of another shape is none. */
function parsed(value: Json, shape: ValueShape, accepts: z.ZodType, where: string): Json | undefined {
  const typed = typedValue(value, shape);
  if (typed === undefined) return undefined;
  try {
    return z.safeParse(accepts, typed).data as Json | undefined;
  } catch (cause) {
    throw complaint(where, `its check cannot be run: ${String(cause)}`, cause);
  }
}

function asJsonSchema(accepts: z.ZodType, where: string): JsonSchema {
  try {
    return z.toJSONSchema(accepts, { cycles: 'throw', reused: 'inline' }) as JsonSchema;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw complaint(
      where,
      `cannot be stored as JSON (${reason}), expected strings, numbers, booleans, lists and objects`,
      cause,
    );
  }
}

/** `seatHeight` as `Seat height`. */
function titleOf(name: string): string {
  const spaced = name.replaceAll(/(?<=\p{Ll}|\d)(?=\p{Lu})|[_-]+/gu, ' ').trim();
  const sentence = spaced.replaceAll(/(?<= )\p{Lu}(?=\p{Ll})/gu, (letter) => letter.toLowerCase());
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}

/** Labels of known facts that mean something else as the name of somebody's field. */
const ambiguous: ReadonlySet<string> = new Set(['art', 'article', 'catalog number', 'item', 'stock', 'style', 'size']);
const pictures: ReadonlySet<string> = new Set(['image', 'picture', 'pictures', 'photo', 'photos']);

/** The known fact that a name or label is about: by the fact's own name, or by a word that pages use for it. */
function factOf(name: string): string | undefined {
  const plain = folded(name);
  const same = productFieldNames.find((field) => folded(field) === plain);
  if (same !== undefined) return same;
  if (pictures.has(plain)) return 'images';
  return ambiguous.has(plain) ? undefined : (labelledField(name) ?? labelledField(plain));
}
