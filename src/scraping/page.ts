/**
 * A page as it was received: the answer to the last request after all redirects.
 * The body is what was sent, with the transfer's compression undone.
 */
export type Page = {
  /** The normalised URL that was asked for. */
  readonly url: string;
  /** The URL that answered, after redirects. Relative links are relative to this one. */
  readonly finalUrl: string;
  readonly status: number;
  /** By lower-case name. Cookies and authorisation are not among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Milliseconds since the Unix epoch. */
  readonly fetchedAt: number;
  /** The name of the fetcher that brought it, or `import`. */
  readonly fetcher: string;
};
