import { PipelineError } from '#core/pipeline-error.ts';

/** What is right of a page: for each field the values that count as right; an empty list when it has none. */
export type GoldPage = {
  /** By which it is known in the file: its URL, or the id that a column of the input holds. */
  readonly key: string;
  readonly url: string | undefined;
  readonly fields: Readonly<Record<string, readonly string[]>>;
  /** Fields of which nobody knows what is right there. */
  readonly unknown: readonly string[];
};

const shape =
  'expected {"PAGE": {"url": "https://…", "price": ["12.50"], "brand": ["A", "B"]}, …} or a list of such objects, each with a "url" or an "id"';

/**
 * Reads what is right from JSON: an object by page (a URL, or an id with a `url`), or a list of objects. A field holds
 * one accepted value or a list of them; one that is left out has no value on that page, and `null` says that nobody
 * knows.
 *
 * @param file as complaints name it.
 * @throws PipelineError `config` naming the place and what was expected there.
 */
export function readGold(file: string, text: string): readonly GoldPage[] {
  const read = parse(file, text);
  const entries = Array.isArray(read)
    ? read.map((page, index) => [keyOf(page), page, `entry ${index + 1}`] as const)
    : isObject(read)
      ? Object.entries(read).map(([key, page]) => [key, page, `"${key}"`] as const)
      : undefined;
  if (entries === undefined) throw complaint(file, `it is ${kindOf(read)}, ${shape}`);
  if (entries.length === 0) throw complaint(file, `it names no page, ${shape}`);
  const pages = entries.map(([key, page, where]) => goldPage(file, where, key, page));
  const [twice] = [...Map.groupBy(pages, ({ key }) => key)].find(([, same]) => same.length > 1) ?? [];
  if (twice !== undefined) throw complaint(file, `${twice} is there twice, expected each page once`);
  return pages;
}

/** The fields of all pages, in the order in which they are first named. */
export function goldFields(pages: readonly GoldPage[]): readonly string[] {
  return [...new Set(pages.flatMap(({ fields }) => Object.keys(fields)))];
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/u, ''));
  } catch (cause) {
    throw complaint(file, `it is not JSON: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}

function goldPage(file: string, where: string, key: string | undefined, page: unknown): GoldPage {
  if (!isObject(page)) throw complaint(file, `${where} is ${kindOf(page)}, expected an object of fields`);
  if (key === undefined) throw complaint(file, `${where} names no page, expected a "url" or an "id"`);
  const { url, id: _, ...given } = page;
  if (url !== undefined && (typeof url !== 'string' || !URL.canParse(url))) {
    throw complaint(
      file,
      `${where}, url is ${JSON.stringify(url)}, expected an address such as https://shop.example/chair`,
    );
  }
  const fields = Object.entries(given).flatMap(([field, value]) => {
    const accepted = [value].flat();
    if (accepted.includes(null)) return [];
    const wrong = accepted.find((one) => !['string', 'number', 'boolean'].includes(typeof one));
    if (wrong === undefined) return [[field, accepted.map(String).filter((one) => one.trim() !== '')] as const];
    throw complaint(
      file,
      `${where}, ${field} holds ${kindOf(wrong)}, expected the accepted values as texts or numbers`,
    );
  });
  const unknown = Object.keys(given).filter((field) => [given[field]].flat().includes(null));
  return { key, url: url ?? (URL.canParse(key) ? key : undefined), fields: Object.fromEntries(fields), unknown };
}

function keyOf(page: unknown): string | undefined {
  const named = isObject(page) ? (page['id'] ?? page['url']) : undefined;
  return typeof named === 'string' || typeof named === 'number' ? String(named) : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'a list' : isObject(value) ? 'an object' : `a ${typeof value}`;
}

const complaint = (file: string, problem: string, cause?: unknown) =>
  new PipelineError('config', `--gold ${file}: ${problem}`, cause === undefined ? {} : { cause });
