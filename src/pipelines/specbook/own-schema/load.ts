import { readFile } from 'node:fs/promises';
import { extname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { PipelineError } from '#core/pipeline-error.ts';
import type { RecordSchema } from '#pipelines/specbook/record-schema.ts';
import { complaint } from './complaint.ts';
import { checkedSchema, type UserSchema } from './json-schema.ts';
import { ownField, type OwnField } from './own-field.ts';
import { ownRecordSchema } from './own-record-schema.ts';

type Read = { readonly title: string | undefined; readonly fields: readonly OwnField[] };

/** The kinds of file, by their ending. */
const readers: Readonly<Record<string, (file: string, text: string) => Promise<Read>>> = {
  '.json': async (file, text) => fromJsonSchema(file, JSON.parse(text)),
  '.yaml': async (file, text) => fromJsonSchema(file, parse(text)),
  '.yml': async (file, text) => fromJsonSchema(file, parse(text)),
  '.ts': fromModule,
  '.mts': fromModule,
  '.js': fromModule,
  '.mjs': fromModule,
};

/**
 * The record that a file of the user's describes: a JSON Schema, or a module that exports a zod object as
 * `schema`.
 *
 * @throws PipelineError `config` naming the file, the place in it and what was expected there.
 */
export async function loadRecordSchema(file: string): Promise<RecordSchema> {
  const read = readers[extname(file).toLowerCase()];
  if (read === undefined) throw complaint(file, `expected a file that ends in ${Object.keys(readers).join(', ')}`);
  let source: string;
  try {
    source = await readFile(file, 'utf8');
  } catch (cause) {
    throw complaint(file, 'cannot be read', cause);
  }
  return ownRecordSchema({ file, source, ...(await understood(file, () => read(file, source))) });
}

/** What a parser throws is about the text of the file. */
async function understood(file: string, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof PipelineError) throw cause;
    throw complaint(file, `cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

/**
 * The record that a JSON Schema describes.
 *
 * @param file its name, for complaints.
 * @param source its text, which decides its identity.
 * @throws PipelineError `config`
 */
export function recordSchemaOf(file: string, source: string, given: unknown): RecordSchema {
  return ownRecordSchema({ file, source, ...fromJsonSchema(file, given) });
}

function fromJsonSchema(file: string, given: unknown): Read {
  const checked = checkedSchema(given);
  if (!checked.ok) {
    const [first, ...others] = checked.problems;
    const problems = [first?.expected, ...others.map(({ path, expected }) => `${path}: ${expected}`)];
    throw complaint([file, ...(first?.path ? [first.path] : [])].join(', '), problems.join('; '));
  }
  const { type, title, properties, required, $defs, definitions } = checked.schema;
  if (type !== 'object' || typeof properties !== 'object') {
    throw complaint(`${file}, type`, 'expected "object", with its fields as properties');
  }
  const listed = Array.isArray(required) ? required : [];
  const unknown = listed.findIndex((name) => !Object.hasOwn(properties ?? {}, String(name)));
  if (unknown >= 0) throw complaint(`${file}, required.${unknown}`, 'expected the name of one of the properties');
  const shared = { ...($defs === undefined ? {} : { $defs }), ...(definitions === undefined ? {} : { definitions }) };
  const fields = Object.entries(properties as Readonly<Record<string, UserSchema>>).map(([name, property]) => {
    const where = `${file}, properties.${name}`;
    const accepts = converted({ ...shared, ...withoutOwnWords(property) }, where);
    return ownField({ name, accepts, isRequired: listed.includes(name), said: property }, where);
  });
  return { title: typeof title === 'string' ? title : undefined, fields };
}

/** `required` of a field is ours when it is true or false; JSON Schema means the properties of an object by it. */
function withoutOwnWords({ wanted: _wanted, labels: _labels, required, ...standard }: UserSchema): UserSchema {
  return Array.isArray(required) ? { ...standard, required } : standard;
}

function converted(property: UserSchema, where: string): z.ZodType {
  try {
    return z.fromJSONSchema(property as Parameters<typeof z.fromJSONSchema>[0]);
  } catch (cause) {
    throw complaint(where, cause instanceof Error ? cause.message : String(cause), cause);
  }
}

async function fromModule(file: string): Promise<Read> {
  let module: { readonly schema?: unknown };
  try {
    module = (await import(pathToFileURL(resolve(file)).href)) as { readonly schema?: unknown };
  } catch (cause) {
    throw complaint(file, `cannot be loaded: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
  const { schema } = module;
  if (!isZodObject(schema)) {
    throw complaint(file, 'expected an export named schema that is a z.object of zod 4');
  }
  const { title } = z.toJSONSchema(schema, { unrepresentable: 'any' });
  const fields = Object.entries(schema.shape).map(([name, accepts]) => {
    const where = `${file}, schema.shape.${name}`;
    const isRequired = !z.safeParse(accepts, undefined).success;
    return ownField({ name, accepts: accepts as z.ZodType, isRequired, said: {} }, where);
  });
  return { title, fields };
}

/** By its marks: the user's zod may be another copy of it. */
function isZodObject(value: unknown): value is z.ZodObject {
  if (typeof value !== 'object' || value === null || !('_zod' in value) || !('shape' in value)) return false;
  const { _zod: inner } = value as { readonly _zod?: { readonly def?: { readonly type?: unknown } } };
  return inner?.def?.type === 'object';
}
