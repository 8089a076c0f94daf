export type ImageType = 'png' | 'jpeg' | 'gif' | 'webp' | 'avif' | 'svg' | 'bmp';

/** Characters of Latin-1. Source: https://mimesniff.spec.whatwg.org/#matching-an-image-type-pattern */
const signatures: readonly { readonly type: ImageType; readonly pattern: RegExp }[] = [
  { type: 'png', pattern: /^\x89PNG\r\n\x1a\n/ },
  { type: 'jpeg', pattern: /^\xff\xd8\xff/ },
  { type: 'gif', pattern: /^GIF8[79]a/ },
  { type: 'webp', pattern: /^RIFF[^]{4}WEBPVP/ },
  // ISO base media: a `ftyp` box with an AVIF brand among the first few (AV1 Image File Format, section 6).
  { type: 'avif', pattern: /^[^]{4}ftyp([^]{4}){0,8}avi[fs]/ },
  // A bitmap file header, its two reserved words empty, before an info header of one of the usual lengths.
  { type: 'bmp', pattern: /^BM[^]{4}\0{4}[^]{4}[\x0c\x28\x40\x6c\x7c]\0{3}/ },
  // An `svg` element at the top, after an XML declaration, comments and a document type.
  {
    type: 'svg',
    pattern:
      /^(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--((?!-->)[^])*-->\s*)*(<!doctype svg[^>]*>\s*)?(<!--((?!-->)[^])*-->\s*)*<svg[\s>]/i,
  },
];

/**
 * Tells from its first bytes what kind of picture it is, whatever its name and headers say; undefined when it
 * is none that a browser shows.
 *
 * @param bytes the beginning of the file: 2 KB are enough, less will do except for an SVG with a long preamble.
 */
export function sniffImage(bytes: Uint8Array): ImageType | undefined {
  const start = Buffer.from(bytes.subarray(0, 2_048)).toString('latin1');
  return signatures.find(({ pattern }) => pattern.test(start))?.type;
}
