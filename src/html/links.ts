import { type Element, isText } from 'domhandler';
import type { Document } from './document.ts';
import { visibleText } from './visible-text.ts';
import { walk } from './walk.ts';
import { collapse } from './whitespace.ts';

const documentFile =
  /\.(pdf|dwg|dxf|rvt|rfa|ifc|step|stp|iges|igs|skp|3ds|obj|zip|docx?|xlsx?|spec|ies|ldt)(?:$|[?#])/i;
const documentWords =
  /\b(spec(ification)?s?[ -]?sheet|data[ -]?sheet|cut[ -]?sheet|tear[ -]?sheet|manual|installation (guide|instructions)|assembly instructions|care guide|brochure|certificate|datenblatt|produktblatt|montageanleitung|bedienungsanleitung|fiche technique|notice|mode d'emploi|scheda tecnica|manuale|ficha t[eé]cnica|hoja de datos)\b/i;

/** The address as an absolute http(s) URL; undefined for anything else. */
export function absoluteUrl(address: string | undefined, base: string): string | undefined {
  const trimmed = address?.trim() ?? '';
  if (trimmed === '') return undefined;
  const url = URL.parse(trimmed, base);
  return url !== null && (url.protocol === 'http:' || url.protocol === 'https:') ? url.href : undefined;
}

/** Where the address of a picture stands, the largest picture first. */
const addressAttributes = [
  'data-zoom-image',
  'data-large_image',
  'data-src',
  'data-original',
  'data-lazy-src',
  'srcset',
  'data-srcset',
  'src',
] as const;

/** What a picture's element says it shows; lazily loaded ones hold their address elsewhere. Undefined for icons. */
export function imageOf({ attribs }: Element, base: string): Document['images'][number] | undefined {
  if (isTiny(attribs['width']) || isTiny(attribs['height'])) return undefined;
  for (const name of addressAttributes) {
    const address = attribs[name];
    if (address === undefined) continue;
    const url = absoluteUrl(name.endsWith('srcset') ? largest(address) : address, base);
    if (url !== undefined && !/\.svg(?:$|[?#])/i.test(url)) return { url, alternative: collapse(attribs['alt'] ?? '') };
  }
  return undefined;
}

/** The link as a document, when its address or its words say that it leads to one. */
export function documentOf(link: Element, base: string): Document['documents'][number] | undefined {
  const address = link.attribs['href'];
  if (address === undefined || address.startsWith('#')) return undefined;
  const isFile = documentFile.test(address);
  // Most links are neither: what is dear is done for the others only.
  const raw = isFile ? '' : `${rawText(link)} ${link.attribs['title'] ?? ''}`;
  if (!isFile && (raw.length > longestTitle || !documentWords.test(raw))) return undefined;
  const url = absoluteUrl(address, base);
  if (url === undefined || (!isFile && isSamePage(url, base))) return undefined;
  const title = collapse(visibleText(link, 200)) || collapse(link.attribs['title'] ?? '') || fileName(url);
  return { url, title };
}

const longestTitle = 140;

/** The text inside, hidden or not, up to a little more than a title has. */
function rawText(link: Element): string {
  let text = '';
  walk(link, {
    enter(node) {
      if (isText(node)) text += ` ${node.data.trim()}`;
      return text.length <= longestTitle;
    },
  });
  return collapse(text);
}

/** Without the part after `#`, so that it can be compared. */
function isSamePage(url: string, base: string): boolean {
  return url.split('#')[0] === base.split('#')[0];
}

function isTiny(size: string | undefined): boolean {
  return size !== undefined && /^\s*\d{1,2}(px)?\s*$/.test(size) && Number.parseInt(size, 10) < 50;
}

/** The last candidate of a srcset: by custom the largest. Data URLs, which hold commas, are no candidates. */
function largest(srcset: string): string | undefined {
  if (srcset.includes('data:')) return undefined;
  return srcset.split(/,\s+/).at(-1)?.trim().split(/\s+/)[0];
}

function fileName(url: string): string {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    // Not percent-encoded UTF-8: the name as it stands is still a title.
    return name;
  }
}
