import type { Json } from '#core/json.ts';

/** Deeper structures are no product data, and would overflow what later walks or prints them. */
const maximumDepth = 64;

/**
 * Reads the text of an `application/ld+json` script; undefined when it cannot be read. Forgives what shops
 * often get wrong: comments, CDATA marks, trailing commas, raw control characters in strings, encoded quotes.
 */
export function readJsonLd(text: string): Json | undefined {
  const value = parse(text) ?? parse(repair(text));
  return value !== undefined && value !== null && typeof value === 'object' && isShallow(value) ? value : undefined;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    // Not JSON; the caller tries again or leaves the script out.
    return undefined;
  }
}

function repair(text: string): string {
  const bare = text
    .replace(/<!\[CDATA\[|\]\]>|<!--|-->/g, '')
    .replace(/^\ufeff/, '')
    .replace(/;\s*$/, '');
  return tidy(bare.includes('"') ? bare : bare.replaceAll('&quot;', '"'));
}

/** One pass over the characters: strings keep what they say, between them comments and stray commas go. */
function tidy(text: string): string {
  const pieces: string[] = [];
  for (let at = 0; at < text.length;) {
    const end = pieceEnd(text, at);
    const piece = text.slice(at, end);
    if (piece.startsWith('"')) pieces.push(tidyString(piece));
    else if (!piece.startsWith('//') && !piece.startsWith('/*')) pieces.push(piece);
    at = end;
  }
  return withoutTrailingCommas(pieces);
}

/** Where the string, the comment or what stands between them ends that begins at `start`. */
function pieceEnd(text: string, start: number): number {
  const after = (mark: string): number => {
    const found = text.indexOf(mark, start + 2);
    return found < 0 ? text.length : found + mark.length;
  };
  if (text[start] === '"') return stringEnd(text, start);
  if (text.startsWith('//', start)) return after('\n');
  if (text.startsWith('/*', start)) return after('*/');
  let end = start + 1;
  while (end < text.length && text[end] !== '"' && text[end] !== '/') end += 1;
  return end;
}

function stringEnd(text: string, start: number): number {
  let end = start + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return Math.min(end + 1, text.length);
}

function tidyString(quoted: string): string {
  return quoted
    .replace(/\\([^])/g, (escape, character: string) => (/["\\/bfnrtu]/.test(character) ? escape : character))
    .replace(/[\u0000-\u001f]/g, (character) => (character === '\n' ? '\\n' : ' '));
}

function withoutTrailingCommas(pieces: readonly string[]): string {
  const kept: string[] = [];
  for (const piece of pieces) {
    if (piece.startsWith('"')) {
      kept.push(piece);
      continue;
    }
    const clean = piece.replace(/,(?=\s*[}\]])/g, '');
    const last = kept.at(-1);
    if (/^\s*[}\]]/.test(clean) && last?.trimEnd().endsWith(',') && !last.startsWith('"'))
      kept[kept.length - 1] = last.trimEnd().slice(0, -1);
    kept.push(clean);
  }
  return kept.join('');
}

function isShallow(value: Json): boolean {
  let level: readonly Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maximumDepth) return false;
    level = level.flatMap((inner) => (typeof inner === 'object' && inner !== null ? Object.values(inner) : []));
  }
  return true;
}
