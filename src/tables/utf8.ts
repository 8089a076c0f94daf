/** What bytes look like as UTF-8. A sequence that is cut off by the end of the bytes counts as neither. */
export type Utf8Look = {
  /** Characters of more than one byte. */
  readonly characters: number;
  /** Bytes that cannot stand where they stand. */
  readonly invalid: number;
  /** The index of the first of these; -1 when there is none. */
  readonly firstInvalid: number;
};

/** Source of the ranges: The Unicode Standard, table 3-7, "Well-Formed UTF-8 Byte Sequences". */
export function inspectUtf8(bytes: Uint8Array): Utf8Look {
  let characters = 0;
  let invalid = 0;
  let firstInvalid = -1;
  for (let index = 0; index < bytes.length;) {
    const length = sequenceLength(bytes, index);
    if (length === 0) {
      if (firstInvalid === -1) firstInvalid = index;
      invalid += 1;
    } else if (length > 1 && index + length <= bytes.length) characters += 1;
    index += Math.max(1, length);
  }
  return { characters, invalid, firstInvalid };
}

/** 1 to 4, or 0 when no character can begin here. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] ?? 0;
  if (lead < 0x80) return 1;
  const length =
    lead >= 0xc2 && lead < 0xe0 ? 2 : lead >= 0xe0 && lead < 0xf0 ? 3 : lead >= 0xf0 && lead < 0xf5 ? 4 : 0;
  for (let offset = 1; offset < length; offset += 1) {
    const byte = bytes[at + offset];
    if (byte === undefined) return length;
    const [low, high] = offset === 1 ? secondByte(lead) : [0x80, 0xbf];
    if (byte < low || byte > high) return 0;
  }
  return length;
}

/** Overlong forms, surrogates and what lies beyond U+10FFFF are ruled out by the second byte. */
function secondByte(lead: number): readonly [number, number] {
  if (lead === 0xe0) return [0xa0, 0xbf];
  if (lead === 0xed) return [0x80, 0x9f];
  if (lead === 0xf0) return [0x90, 0xbf];
  return lead === 0xf4 ? [0x80, 0x8f] : [0x80, 0xbf];
}
