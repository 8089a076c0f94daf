/** A value that survives a JSON round trip unchanged. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
