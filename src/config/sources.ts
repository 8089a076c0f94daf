import { readFileSync } from 'node:fs';
import { isMap, isScalar, LineCounter, parseDocument, type Scalar, type YAMLMap } from 'yaml';
import { PipelineError } from '#core/pipeline-error.ts';
import type { Setting } from './setting.ts';

/** A value that somebody gave for a setting, and where. */
export type Given = { readonly value: unknown; readonly origin: string };

/** Where values come from: looks one setting up. */
export type Source = (setting: Setting) => Given | undefined;

const fullName = ({ slice, name }: Setting) => `${slice}.${name}`;

/** Values by full name, for example those that a run was started with. */
export function fromValues(values: Readonly<Record<string, unknown>>, origin: string): Source {
  return (setting) => {
    const value = values[fullName(setting)];
    return value === undefined ? undefined : { value, origin };
  };
}

/** Values by full name, each with its own origin: the flags of a command line. */
export function fromFlags(flags: ReadonlyMap<string, Given>): Source {
  return (setting) => flags.get(fullName(setting));
}

/** An empty variable counts as not set, which is how people unset one in a file or a container. */
export function fromEnvironment(environment: Readonly<Record<string, string | undefined>> = process.env): Source {
  return ({ meta }) => {
    for (const name of meta.env ?? []) {
      const value = environment[name];
      if (value !== undefined && value !== '') return { value, origin: name };
    }
    return undefined;
  };
}

/**
 * A YAML (or JSON) file: slices at the top, settings below.
 *
 * @throws PipelineError `config` for a file that cannot be read, is not YAML, or holds what is no setting.
 */
export function fromFile(path: string, settings: readonly Setting[]): Source {
  const lines = new LineCounter();
  const document = parseDocument(readText(path), { lineCounter: lines });
  const [error] = document.errors;
  if (error !== undefined) throw complaint(`${path} is not valid YAML: ${error.message}`);
  const origin = (node: unknown) => {
    const offset = isScalar(node) ? (node as Scalar).range?.[0] : undefined;
    return offset === undefined ? path : `${path}:${lines.linePos(offset).line}`;
  };
  const given = new Map<string, Given>();
  for (const [slice, settingsOfSlice] of entries(document.contents, path)) {
    for (const [name, value, key] of entries(settingsOfSlice, `${path}, ${slice}`)) {
      given.set(`${slice}.${name}`, { value: value?.toJSON?.() ?? null, origin: origin(key) });
    }
  }
  const complaints = [...given].flatMap(([name, { origin: where }]) => misplaced(name, where, settings) ?? []);
  if (complaints.length > 0) throw complaint(complaints.join('\n'));
  return (setting) => given.get(fullName(setting));
}

/** What is wrong with a name in the file, whatever its value. */
function misplaced(name: string, where: string, settings: readonly Setting[]): string | undefined {
  const setting = settings.find((candidate) => fullName(candidate) === name);
  if (setting === undefined) return `${where}: there is no setting ${name}${suggestion(name, settings)}`;
  if (setting.meta.secret !== true) return undefined;
  return `${where}: ${name} is a secret and does not belong into a file like this; set ${setting.meta.env?.[0]}`;
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new PipelineError('config', `cannot read the configuration file ${path}: ${String(cause)}`, { cause });
  }
}

type Node = { toJSON?: () => unknown } | null;

function entries(node: unknown, where: string): readonly (readonly [string, Node, unknown])[] {
  if (node === null || node === undefined || (isScalar(node) && node.value === null)) return [];
  if (!isMap(node)) throw complaint(`${where}: expected settings as "name: value"`);
  return (node as YAMLMap).items.map(({ key, value }) => [String(key), value as Node, key] as const);
}

function suggestion(name: string, settings: readonly Setting[]): string {
  const last = name.split('.').at(-1);
  const close = settings.find((setting) => setting.name.toLowerCase() === last?.toLowerCase());
  const slice = settings.filter((setting) => name.startsWith(`${setting.slice}.`)).map(fullName);
  if (close !== undefined) return `; did you mean ${fullName(close)}?`;
  return slice.length > 0 ? `; there are ${slice.join(', ')}` : '';
}

function complaint(message: string): PipelineError {
  return new PipelineError('config', message);
}
