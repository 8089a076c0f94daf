/**
 * The response headers that a page keeps: what describes the content, and what tells who refused it and why.
 * A list of what is kept, not of what is dropped, so that cookies and credentials can never slip through.
 */
const names: ReadonlySet<string> = new Set([
  'content-type',
  'content-language',
  'etag',
  'last-modified',
  'cache-control',
  'expires',
  'date',
  'location',
  'link',
  'retry-after',
  'server',
  'via',
  // Cloudflare, Akamai, Imperva, DataDome, AWS, Sucuri, Vercel
  'cf-mitigated',
  'cf-ray',
  'akamai-cache-status',
  'x-iinfo',
  'x-cdn',
  'x-dd-b',
  'x-datadome',
  'x-amzn-waf-action',
  'x-amzn-requestid',
  'x-cache',
  'x-sucuri-block',
  'x-sucuri-id',
  'x-sucuri-cache',
  'x-vercel-mitigated',
]);

/** Kasada numbers its headers. */
const prefixes: readonly string[] = ['x-kpsdk-'];

/** @param headers by lower-case name. */
export function keptHeaders(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(headers).filter(
    ([name]) => names.has(name) || prefixes.some((prefix) => name.startsWith(prefix)),
  );
  return Object.fromEntries(kept);
}
