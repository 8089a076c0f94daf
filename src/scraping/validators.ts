import type { Validators } from './page-fetcher.ts';

/** What an answer gave to ask by whether it still holds. */
export function validatorsOf({ headers }: { readonly headers: Readonly<Record<string, string>> }): Validators {
  const { etag, 'last-modified': lastModified } = headers;
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
}

/** The headers that ask it. */
export function conditions({ etag, lastModified }: Validators = {}): Readonly<Record<string, string>> {
  return {
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(lastModified === undefined ? {} : { 'if-modified-since': lastModified }),
  };
}
