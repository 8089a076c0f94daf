/** Text that is HTML already. Only `markup` and `joined` make it, so unescaped text cannot become part of it. */
export type Markup = { readonly html: string };

/** Fills a template. What is put in is escaped, for text and for quoted attributes, unless it is markup. */
export function markup(parts: TemplateStringsArray, ...values: readonly (string | number | Markup)[]): Markup {
  const filled = values.map((value) => (typeof value === 'object' ? value.html : escaped(String(value))));
  return { html: parts.map((part, index) => part + (filled[index] ?? '')).join('') };
}

export function joined(pieces: readonly Markup[], separator = ''): Markup {
  return { html: pieces.map((piece) => piece.html).join(separator) };
}

export const nothing: Markup = { html: '' };

/** The address if it is one of the web; others (`javascript:`) must not become links. */
export function webAddress(text: string): string | undefined {
  const url = URL.parse(text);
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : undefined;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);
}
