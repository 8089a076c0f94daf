import type { SourceRow } from '#core/run-store.ts';
import type { Fetch, Finding } from './finding.ts';
import { reasonOf } from './reason.ts';

/** Rows of the input that are looked at, and hosts among them that are asked. */
const rowsRead = 200;
const mostHosts = 5;
/** Milliseconds. */
const deadline = 5_000;

/**
 * Whether the input can be read, and the sites of its first rows can be reached: they are asked for the one page
 * that every robot may ask for.
 *
 * @param open the rows of the input; undefined when there is no input.
 * @throws PipelineError `config` when the input cannot be read.
 */
export async function checkSites(
  open: (() => Promise<AsyncIterable<SourceRow>>) | undefined,
  fetch: Fetch = globalThis.fetch,
): Promise<readonly Finding[]> {
  if (open === undefined) return [];
  const { origins, rows, invalid } = await firstOrigins(await open());
  return [inputFinding(rows, invalid), ...(await Promise.all(origins.map((origin) => askRobots(origin, fetch))))];
}

function inputFinding(rows: number, invalid: number): Finding {
  const name = 'input';
  if (invalid === rows) {
    const mend = 'name the column that holds the URLs with --url-column';
    return { name, state: 'problem', found: `none of its first ${rows} rows is a URL`, mend };
  }
  return { name, state: 'ok', found: `can be read; of its first ${rows} rows ${invalid} are no URL` };
}

async function firstOrigins(source: AsyncIterable<SourceRow>) {
  const origins = new Set<string>();
  let rows = 0;
  let invalid = 0;
  for await (const { item } of source) {
    rows += 1;
    if (item === undefined) invalid += 1;
    else if (origins.size < mostHosts) origins.add(new URL((item.input as { url: string }).url).origin);
    if (rows === rowsRead) break;
  }
  return { origins: [...origins], rows, invalid };
}

async function askRobots(origin: string, fetch: Fetch): Promise<Finding> {
  const name = new URL(origin).host;
  try {
    const { status, body } = await fetch(`${origin}/robots.txt`, { signal: AbortSignal.timeout(deadline) });
    await body?.cancel();
    return { name, state: 'ok', found: `can be reached; ${said(status)}` };
  } catch (error) {
    const mend =
      'open the site in a browser from this network; pages can be brought in by hand: npm run cache -- import --help';
    return { name, state: 'warning', found: `cannot be reached (${reasonOf(error)})`, mend };
  }
}

function said(status: number): string {
  if (status === 200) return 'it has a robots.txt';
  return status === 404 || status === 410 ? 'it has no robots.txt' : `its robots.txt answers ${status}`;
}
