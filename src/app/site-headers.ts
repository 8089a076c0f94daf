import { readFile } from 'node:fs/promises';
import { validateHeaderName, validateHeaderValue } from 'node:http';
import { parse } from 'yaml';
import { PipelineError } from '#core/pipeline-error.ts';
import { originOf, type SiteHeaders } from '#scraping/site-sessions.ts';

const expected = 'expected hosts, each with its headers, such as "shop.example: { cookie: session=… }"';

/**
 * The headers to send, by host. What is wrong with the file is told without any of its values: they may be secret.
 *
 * @throws PipelineError `config`
 */
export async function readSiteHeaders(path: string | undefined): Promise<SiteHeaders> {
  if (path === undefined) return {};
  const complain = (what: string) => new PipelineError('config', `network.headersFile: ${path} ${what}`);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw complain(`cannot be read (${error.code ?? 'no code'})`);
  });
  const places = entriesOf(readYaml(text));
  if (places === undefined) throw complain(`holds something else: ${expected}`);
  return Object.fromEntries(
    places.map(([place, given]) => {
      if (originOf(place) === undefined) throw complain(`names ${JSON.stringify(place)}, which is no host`);
      const headers = entriesOf(given);
      if (headers === undefined) throw complain(`has no headers for ${place}: ${expected}`);
      for (const [name, value] of headers) {
        if (!isHeader(name, value))
          throw complain(`has a header ${JSON.stringify(name)} for ${place} that cannot be sent`);
      }
      return [place, Object.fromEntries(headers.map(([name, value]) => [name, String(value)]))];
    }),
  );
}

function readYaml(text: string): unknown {
  try {
    return parse(text, { logLevel: 'error' });
  } catch {
    // The complaint of the parser shows the line it stumbled over.
    return undefined;
  }
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : undefined;
}

/** Headers that are about the connection are not for anybody to set. */
const ours = /^(host|connection|content-length|transfer-encoding|upgrade|te|trailer|accept-encoding|proxy-.*)$/i;

function isHeader(name: string, value: unknown): boolean {
  if (ours.test(name) || (typeof value !== 'string' && typeof value !== 'number')) return false;
  try {
    validateHeaderName(name);
    validateHeaderValue(name, String(value));
    return true;
  } catch {
    return false;
  }
}
