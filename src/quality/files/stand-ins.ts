import type { ImageFound } from './file-check.ts';

/** What a shop calls the picture that it shows for want of one. */
const placeholder =
  /(?<!\p{L})(place[-_ ]?holder|no[-_ ]?(image|img|photo|picture|pic|foto|bild)s?|(image|photo|picture|img)[-_ ]?(not[-_ ]?(available|found)|unavailable|missing|coming[-_ ]?soon)|kein[-_ ]?(bild|foto)|sin[-_ ]?imagen|pas[-_ ]?d[-_ ]?image|default[-_ ]?(product|image|img|picture))(?!\p{L})/iu;
/** Names that mean one only of a picture that is small or shows nothing; a phone is called Pixel. */
const emptyName =
  /(?<!\p{L})(blank|spacer|pixel|transparent|dummy|loading|loader|lazy|default|clear|empty|1x1|tracking|beacon)(?!\p{L})/iu;
const signName = /(?<!\p{L})(logos?|favicon|icons?|sprites?|badge|payment|flag|avatar|stars?|rating)(?!\p{L})/iu;

/** Pixels. */
const pixel = 3;
const smallest = 50;
const small = 200;
/** Width to height, or the other way. */
const long = 2.5;

/**
 * Bytes a pixel below which a picture is one colour and no more: an even PNG, WebP or AVIF takes about a thousandth
 * of a byte a pixel and more than five thousandths as soon as it shows something; an even JPEG with tables of its
 * own six thousandths, where a photograph takes twenty and more.
 */
const even: Readonly<Record<string, number>> = {
  jpeg: 0.007,
  png: 0.002,
  webp: 0.002,
  avif: 0.002,
  gif: 0.002,
  bmp: 0,
};
/** Pixels: of a small picture the header alone is more than that. */
const enoughPixels = 40_000;

/** Why the picture is none of a product: it stands in for one, counts visitors, or is a sign of the shop. */
export function standIn(url: string, { type, width, height, bytes }: ImageFound): string | undefined {
  const size = `${Math.round(width)} x ${Math.round(height)}`;
  const name = nameOf(url);
  const shorter = Math.min(width, height);
  if (type !== 'svg' && Math.max(width, height) <= pixel) return `a tracking pixel (${size})`;
  if (placeholder.test(name)) return `a placeholder, by its name`;
  const isEven = bytes !== undefined && width * height >= enoughPixels && bytes / (width * height) < (even[type] ?? 0);
  if (emptyName.test(name) && (isEven || shorter < small))
    return `a placeholder, by its name and its ${isEven ? 'one colour' : `size (${size})`}`;
  if (isEven) return `one colour and nothing else (${size} in ${bytes} bytes)`;
  const isSign = type === 'svg' || shorter < small || Math.max(width, height) / shorter >= long;
  if (signName.test(name) && isSign)
    return `a logo or icon, by its name and ${type === 'svg' ? 'kind (svg)' : `size (${size})`}`;
  return type !== 'svg' && shorter < smallest ? `too small to show a product (${size})` : undefined;
}

/** The file's name, with the spaces and letters that it stands for. */
function nameOf(url: string): string {
  const name = URL.parse(url)?.pathname.split('/').at(-1) ?? '';
  try {
    return decodeURIComponent(name);
  } catch {
    // Not percent-encoded UTF-8: the name as it stands will do.
    return name;
  }
}
