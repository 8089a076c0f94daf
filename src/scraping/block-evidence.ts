import {
  type BlockSignal,
  blockSignals,
  type BlockVendor,
  type Corroboration,
  isRefusalStatus,
  refusalTitle,
} from './block-signals.ts';
import type { PageOutline } from './page-outline.ts';
import type { Page } from './page.ts';
import { saysLittle } from './product-facts.ts';
import type { Confidence, Refusal } from './refusal.ts';

/** Who refused the page, the sign that was found, and the second facts that make it believable. */
export type BlockEvidence = Pick<Refusal, 'confidence' | 'evidence' | 'corroboration'> & {
  readonly vendor: BlockVendor;
};

/** Their widgets are on ordinary forms too, and the words of the generic rules in ordinary texts. */
const lessSure: ReadonlySet<BlockVendor> = new Set(['generic', 'hcaptcha', 'recaptcha']);

/** Characters: a page that is said to hold nothing has no more than a loading message. */
const bareText = 200;
/** Bytes. Pages around a lone captcha are below it, as public detectors have it. */
const lonePage = 10 * 1_024;

/**
 * Looks for the signals of a refusal. One that is not declared by the vendor itself counts only together with
 * a second fact, so that an article about bot checks, or a form with a captcha, stays an ordinary page.
 *
 * The second facts are found out first: they cost next to nothing, and where there are none, as on almost every
 * page with something to read, no signal has to be searched for (bench/judge.ts).
 */
export function findBlock(
  page: Page,
  outline: PageOutline,
  signals: readonly BlockSignal[] = blockSignals,
): BlockEvidence | undefined {
  const facts = corroboratingFacts(page, outline);
  for (const signal of signals) {
    if (!isCorroborated(signal, facts)) continue;
    const found = match(signal, page, outline);
    if (found === undefined) continue;
    const seconds = signal.needs.map((need) => facts.get(need)).filter((fact) => fact !== undefined);
    return {
      vendor: signal.vendor,
      confidence: confidenceOf(signal),
      evidence: [found],
      corroboration: [...new Set(seconds)],
    };
  }
  return undefined;
}

function confidenceOf({ vendor, needs }: BlockSignal): Confidence {
  if (needs.length === 0) return 'declared';
  return lessSure.has(vendor) || needs.includes('lone widget') ? 'plausible' : 'corroborated';
}

function isCorroborated(signal: BlockSignal, facts: ReadonlyMap<Corroboration, string>): boolean {
  return signal.needs.length === 0 || signal.needs.some((need) => facts.has(need));
}

function match(signal: BlockSignal, page: Page, outline: PageOutline): string | undefined {
  const { where, pattern } = signal;
  if (typeof where === 'object') {
    const value = page.headers[where.header];
    return value !== undefined && pattern.test(value) ? `header ${where.header}: ${value}` : undefined;
  }
  for (const [name, text] of texts(where, outline)) {
    const found = pattern.exec(text);
    if (found !== null) return `${name}: ${found[0].slice(0, 80)}`;
  }
  return undefined;
}

function texts(
  where: Exclude<BlockSignal['where'], { readonly header: string }>,
  outline: PageOutline,
): readonly (readonly [string, string])[] {
  switch (where) {
    case 'title':
      return [['title', outline.title]];
    case 'text':
      return readableTexts(outline);
    case 'tags':
      return [['tags', outline.markup.tags]];
    case 'markup':
      return markupTexts(outline);
    case 'page':
      return [...markupTexts(outline), ['title', outline.title], ...readableTexts(outline)];
  }
}

type Texts = readonly (readonly [name: string, text: string])[];

const readableTexts = ({ text, withoutScripts }: PageOutline): Texts => [
  ['text', text],
  ['text', withoutScripts],
];

const markupTexts = ({ markup }: PageOutline): Texts => [
  ['tags', markup.tags],
  ['code', markup.code],
];

function corroboratingFacts(page: Page, outline: PageOutline): ReadonlyMap<Corroboration, string> {
  const facts = new Map<Corroboration, string>();
  const length = outline.text.length;
  const status = `status ${page.status}`;
  const little = saysLittle(outline);
  const isSmall = little && !isOfItsOwn(page, outline);
  if (refusalTitle.test(outline.title)) facts.set('title', `title: ${outline.title.slice(0, 80)}`);
  if (isSmall) facts.set('small', `only ${length} characters of text, and nowhere to go`);
  if (isRefusalStatus(page.status)) {
    facts.set('status', status);
    if (little && page.status < 500) facts.set('refused', `${status} with only ${length} characters of text`);
  }
  if (isSmall && isBare(outline)) facts.set('bare', 'nothing else on the page');
  if (little && page.body.length < lonePage && countFields(outline) === 0) {
    facts.set('lone widget', 'nothing to fill in but the captcha');
  }
  return facts;
}

/** Check and deny pages link to the vendor, to a support page, and to a policy or two. */
const mostLinks = 6;

/**
 * Whether a page has what pages have that are meant to be visited: links, fields, or a title that is neither that of
 * a refusal nor the name of the host. A short article that quotes the signs of a refusal has one of them.
 */
function isOfItsOwn({ finalUrl }: Page, outline: PageOutline): boolean {
  const { title, elements } = outline;
  const links = elements.get('a') ?? 0;
  if (links > mostLinks || countFields(outline) > 0) return true;
  const host = new URL(finalUrl).hostname.replace(/^www\./, '');
  const names = ['', host, host.split('.', 1)[0]];
  return !refusalTitle.test(title) && !names.includes(title.toLowerCase());
}

function isBare(outline: PageOutline): boolean {
  const scripts = outline.elements.get('script') ?? 0;
  return outline.text.length <= bareText && scripts <= 2 && countReadable(outline) === 0;
}

/** How many elements there are that usually carry something to read. */
export function countReadable(outline: PageOutline): number {
  return ['p', 'h1', 'h2', 'h3', 'li', 'td', 'a'].reduce((sum, name) => sum + (outline.elements.get(name) ?? 0), 0);
}

/** Fields that a visitor would fill in; the captcha's own answer is a textarea or hidden. */
function countFields(outline: PageOutline): number {
  const typed = /<input\b(?![^>]{0,500}type=["']?(hidden|submit|button|image|checkbox))[^>]{0,2000}>|<select\b/gi;
  return outline.markup.tags.match(typed)?.length ?? 0;
}
