import { gotScraping } from 'got-scraping';

/**
 * The headers that a current browser sends, from got-scraping's generator. Names are in lower case; the
 * client gives them a browser's spelling and order on the way out.
 *
 * @param extra sent over those of the browser.
 */
export function browserHeaders(extra: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { headerGenerator } = gotScraping.defaults.options.context;
  const generated: Record<string, string> = {};
  if (isHeaderGenerator(headerGenerator)) {
    const headers = headerGenerator.getHeaders({ httpVersion: '1', devices: ['desktop'] });
    for (const [name, value] of Object.entries(headers)) generated[name.toLowerCase()] = value;
  }
  // Someone who types an address comes from nowhere; the generator says otherwise, without a referrer to match.
  if (generated['sec-fetch-site'] !== undefined) generated['sec-fetch-site'] = 'none';
  return { ...generated, ...extra };
}

type HeaderGenerator = { getHeaders(options: Readonly<Record<string, unknown>>): Record<string, string> };

function isHeaderGenerator(value: unknown): value is HeaderGenerator {
  return typeof value === 'object' && value !== null && 'getHeaders' in value;
}
