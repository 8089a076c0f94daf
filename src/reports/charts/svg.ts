type Attributes = Readonly<Record<string, string | number>>;

/** An element of SVG; numbers to two digits, texts made safe. */
export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes).map(([key, value]) => ` ${key}="${safe(value)}"`);
  const opening = `<${name}${written.join('')}`;
  return children.length === 0 ? `${opening}/>` : `${opening}>${children.join('')}</${name}>`;
}

export function safe(value: string | number): string {
  if (typeof value === 'number') return String(Math.round(value * 100) / 100);
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/**
 * Colours that can be told apart by people who see them differently, on white and on black: those of Okabe and Ito,
 * "Color Universal Design" (2008), without yellow, which is lost on white.
 */
export const colours = ['#0072b2', '#e69f00', '#009e73', '#cc79a7', '#56b4e9', '#d55e00', '#7f7f7f'] as const;

/** A picture that is light or dark as the page that it stands in. */
const style = `
  .chart { font: 12px system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; fill: #333; }
  .title { font-size: 15px; font-weight: 600; }
  .quiet { fill: #666; }
  .grid { stroke: #e3e3e3; }
  .axis { stroke: #999; }
  .ground { fill: #fff; }
  @media (prefers-color-scheme: dark) {
    .chart { fill: #ddd; }
    .quiet { fill: #a0a0a0; }
    .grid { stroke: #333; }
    .axis { stroke: #777; }
    .ground { fill: #161616; }
  }`;

export type Size = { readonly width: number; readonly height: number };

/** A whole picture, which says what it shows to those who cannot see it. */
export function picture({ width, height }: Size, title: string, description: string, body: readonly string[]): string {
  const size = { xmlns: 'http://www.w3.org/2000/svg', viewBox: `0 0 ${width} ${height}`, width, height };
  const content = [
    element('title', {}, safe(title)),
    element('desc', {}, safe(description)),
    `<style>${style}\n</style>`,
    element('rect', { class: 'ground', width, height }),
    element('g', { class: 'chart' }, ...body),
  ];
  return `${element('svg', { ...size, role: 'img' }, ...content)}\n`;
}
