import type { FailureCategory } from '#core/failure.ts';
import { askedWait } from './asked-wait.ts';
import { countReadable, findBlock } from './block-evidence.ts';
import { type BlockSignal, blockSignals, gatewaySignals } from './block-signals.ts';
import { declaresHtml, looksLikeHtml, mediaType } from './content-type.ts';
import { glance } from './glance.ts';
import { outlinePage, type PageOutline } from './page-outline.ts';
import type { Page } from './page.ts';
import { hasProductFacts, saysLittle } from './product-facts.ts';
import type { Refusal, Verdict } from './refusal.ts';
import type { HtmlSource } from './scan-html.ts';
import { findSubstitute } from './substitute-evidence.ts';

/**
 * Judges an answer by its status, its headers and the first and last of its body. Pure: the same page always
 * gets the same verdict. The order matters: who refused a page is worth more than the status it came with.
 */
export function judge(page: Page): Verdict {
  const contentType = page.headers['content-type'];
  const type = mediaType(contentType);
  const glanced = glance(isTextual(type) ? page.body : nothing, contentType);
  const outline = outlinePage(glanced);
  return (
    judgeBlock(page, outline) ??
    judgeSubstitute(page, outline) ??
    judgeStatus(page) ??
    judgeContent(page, type, glanced.html) ??
    judgeShell(page, outline) ??
    judgeSoft404(outline) ?? { ok: true }
  );
}

const nothing = new Uint8Array();

function isTextual(type: string): boolean {
  return type === '' || /^text\/|html|\bjson\b/.test(type);
}

function judgeBlock(page: Page, outline: PageOutline): Refusal | undefined {
  const block = page.status === 999 ? linkedIn : findBlock(page, outline, signalsWith(page.status));
  if (block === undefined) return undefined;
  const facts = [...block.evidence, ...block.corroboration];
  const message = `a bot check or deny page (${block.vendor}), by ${facts.join(' and ')}`;
  return { ok: false, category: 'bot_detected', message, ...block };
}

/** A missing page and a broken server stay what they are, whatever widgets their pages carry. */
function signalsWith(status: number): readonly BlockSignal[] {
  if (status === 502 || status === 504) return gatewaySignals;
  return status === 404 || status === 410 || (status >= 500 && status !== 503) ? [] : blockSignals;
}

/** A status that only this site uses, and only for this. */
const linkedIn = {
  vendor: 'linkedin',
  confidence: 'declared',
  evidence: ['status 999'],
  corroboration: [],
} as const;

/** What a site shows in place of the page, whatever the status. */
function judgeSubstitute(page: Page, outline: PageOutline): Refusal | undefined {
  const found = findSubstitute(page, outline);
  return found === undefined ? undefined : { ok: false, confidence: 'plausible', ...found };
}

const statusCategories: Readonly<Record<number, FailureCategory>> = {
  204: 'empty_content',
  205: 'empty_content',
  // A part, which was not asked for.
  206: 'protocol',
  304: 'empty_content',
  401: 'login_required',
  404: 'not_found',
  410: 'not_found',
  429: 'rate_limited',
  451: 'region_blocked',
};

function judgeStatus(page: Page): Refusal | undefined {
  const { status } = page;
  const category = statusCategories[status] ?? rangeCategory(status);
  if (category === undefined) return undefined;
  const retryAfter = askedWait(page, page.fetchedAt);
  const wait = retryAfter === undefined ? {} : { retryAfter };
  return { ...declared(category, `the site answered with status ${status}`, `status ${status}`), ...wait };
}

function rangeCategory(status: number): FailureCategory | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400) return 'redirect';
  if (status >= 400 && status < 500) return 'http_client_error';
  return status >= 500 && status < 600 ? 'http_server_error' : 'protocol';
}

/** Characters: what a page announces itself with. */
const announcement = 1_024;

function judgeContent(page: Page, type: string, html: HtmlSource): Refusal | undefined {
  const text = html.slice(0, announcement);
  if (page.body.length === 0 || (isTextual(type) && isBlank(html))) {
    return declared('empty_content', 'the answer has no content', `${page.body.length} bytes`);
  }
  if (/^(text\/html|application\/xhtml\+xml)$/.test(type)) return undefined;
  if (type === '' && looksLikeHtml(text)) return undefined;
  // Some servers call everything plain text; what announces itself as HTML is a page even so.
  if (type === 'text/plain' && declaresHtml(text)) return undefined;
  const what = type === '' ? 'something that is not HTML, without a Content-Type' : type;
  return declared('unsupported_content', `the site answered with ${what}`, `content type: ${type || 'none'}`);
}

function isBlank(html: HtmlSource): boolean {
  for (let place = 0; place < html.length; place += announcement) {
    if (html.slice(place, place + announcement).trim() !== '') return false;
  }
  return true;
}

/** Bytes. A page of scripts that is larger brings its content along. */
const largestShell = 50 * 1_024;

/**
 * A page that only scripts will fill: short, with scripts, hardly a word to read, and no element that usually
 * carries one. What is said for machines counts as content: it is what we came for.
 */
function judgeShell(page: Page, outline: PageOutline): Refusal | undefined {
  const scripts = outline.elements.get('script') ?? 0;
  const length = outline.text.length;
  if (scripts === 0 && length === 0 && !hasProductFacts(outline)) {
    return declared('empty_content', 'the page has no text', '0 characters of text');
  }
  if (scripts === 0 || page.body.length > largestShell || length >= 200 || hasProductFacts(outline)) return undefined;
  const signs = [
    length < 50 ? `only ${length} characters of text` : undefined,
    countReadable(outline) === 0 ? 'no paragraph, heading, list, table or link' : undefined,
    isOnlyContainers(outline) ? 'nothing but scripts and containers' : undefined,
  ].filter((sign) => sign !== undefined);
  const [sign, ...more] = signs;
  if (sign === undefined || more.length === 0) return undefined;
  return plausible('needs_browser', 'the page is a shell that scripts fill', [sign], more);
}

const containers: ReadonlySet<string> = new Set(
  'html head title meta link base style script noscript template body div span main section iframe svg br center'.split(
    ' ',
  ),
);

function isOnlyContainers(outline: PageOutline): boolean {
  return [...outline.elements.keys()].every((name) => containers.has(name));
}

/** "Not found" as sites of several languages put it, at the beginning of a title or heading. */
const saysNotFound =
  /^(error |http )?404\b(?! *(series|mm|cm|[a-z]?\d))|^(oops[!.,]* )?((this|the|that|sorry,?( this| the| that)?) )?(page|product|item|content|url)( you requested| you are looking for)? ?(was |is |could |can )?(not|n't|cannot) ?(be )?(found|exist)|^not found|does ?n[o']t exist|^(sorry,? )?(this|the) (product|item|article) is no longer (available|sold)|(seite|produkt|artikel) (wurde )?nicht gefunden|(page|produit) (introuvable|non trouvée?)|página no encontrada|producto no encontrado|página não encontrada|(pagina|prodotto) non trovat[ao]|(pagina|product) niet gevonden|sidan (kunde inte hittas|hittades inte)|nie znaleziono strony|страница не найдена|页面不存在|ページが見つかりません/i;

/**
 * Title and heading must both say it; when one of them is missing or only the shop's name, the page must also have
 * little to read. On a page that knows a product it counts for nothing: a false alarm loses one.
 */
function judgeSoft404(outline: PageOutline): Refusal | undefined {
  const { title } = outline;
  const inTitle = saysNotFound.test(title);
  if (!inTitle && !saysLittle(outline)) return undefined;
  const { heading } = outline;
  const inHeading = saysNotFound.test(heading);
  const facts = [
    ...(inTitle ? [`title: ${title.slice(0, 80)}`] : []),
    ...(inHeading ? [`heading: ${heading.slice(0, 80)}`] : []),
  ];
  const message = 'the page says that it does not exist';
  if (inTitle && inHeading) {
    return hasProductFacts(outline) ? undefined : plausible('soft_404', message, facts, ['nothing about a product']);
  }
  const alone = (inHeading || (inTitle && heading === '')) && saysLittle(outline);
  return alone ? plausible('soft_404', message, facts, [`only ${outline.text.length} characters of text`]) : undefined;
}

function declared(category: FailureCategory, message: string, fact: string): Refusal {
  return { ok: false, category, message, confidence: 'declared', evidence: [fact], corroboration: [] };
}

function plausible(
  category: FailureCategory,
  message: string,
  evidence: readonly string[],
  corroboration: readonly string[],
): Refusal {
  return { ok: false, category, message, confidence: 'plausible', evidence, corroboration };
}
