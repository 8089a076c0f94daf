/** The headers that a site wants to see before it opens, by lower-case name; none for sites that want none. */
export type SiteCredentials = (url: URL) => Readonly<Record<string, string>>;
