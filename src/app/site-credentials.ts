import { parse } from 'yaml';
import { z } from 'zod';
import { readSecretFile } from '#config/secret-file.ts';
import { PipelineError } from '#core/pipeline-error.ts';
import type { SiteCredentials } from '#scraping/site-credentials.ts';

const setting = 'scraping.credentialsFile';

const headers = z.record(z.string().regex(/^[\w!#$%&'*+.^`|~-]+$/u), z.string().regex(/^[\t\x20-\x7e]+$/u));
const site = z.union([
  z.strictObject({ user: z.string(), password: z.string(), headers: headers.optional() }),
  z.strictObject({ headers }),
]);
const file = z.record(z.string().min(1), site);

/**
 * User names, passwords and headers by host, from a YAML file. Messages name places in it, never what stands there.
 *
 * @throws PipelineError `config` when it cannot be read or is not of that form.
 */
export function readSiteCredentials(path: string | undefined): SiteCredentials {
  if (path === undefined) return () => ({});
  const parsed = file.safeParse(yamlOf(readSecretFile(path, setting), path));
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => issue.path.join('.') || 'the whole');
    throw complaint(path, `${places.join(', ')}: expected hosts, each with user and password, or with headers`);
  }
  const sites = new Map(Object.entries(parsed.data).map(([host, given]) => [host.toLowerCase(), headersOf(given)]));
  return (url) => sites.get(url.host) ?? sites.get(url.hostname) ?? {};
}

function yamlOf(text: string, path: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    // The error would quote the line, secret and all.
    throw complaint(path, 'it is not valid YAML');
  }
}

function headersOf(given: z.infer<typeof site>): Readonly<Record<string, string>> {
  const named = Object.entries(given.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  if (!('user' in given)) return Object.fromEntries(named);
  const basic = Buffer.from(`${given.user}:${given.password}`).toString('base64');
  return { ...Object.fromEntries(named), authorization: `Basic ${basic}` };
}

function complaint(path: string, problem: string): PipelineError {
  return new PipelineError('config', `${setting} (--credentials): ${path}: ${problem}`);
}
