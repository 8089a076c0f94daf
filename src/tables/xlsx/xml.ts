import { TextDecoder } from 'node:util';
import { Parser } from 'htmlparser2';
import { PipelineError } from '#core/pipeline-error.ts';

/** What is told of an XML text. Names come without their namespace prefix: programs choose different ones. */
export type XmlHandler = {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
};

/** Characters: no tag of a workbook is longer, and the parser would hold it in memory. */
const longestTag = 1_000_000;

/**
 * Parses XML as it arrives. Gives a value after each chunk, so that whoever collects something in the handler can
 * pass it on. Parsing stops when the caller stops.
 *
 * @param name what messages call the file.
 * @throws PipelineError `config` when a tag never ends.
 */
export async function* parseXml(bytes: AsyncIterable<Uint8Array>, handler: XmlHandler, name: string) {
  const decoder = new TextDecoder();
  const parser = new Parser(
    {
      onopentag: (tag, attributes) => handler.open?.(local(tag), attributes),
      ontext: (text) => handler.text?.(text),
      onclosetag: (tag) => handler.close?.(local(tag)),
    },
    { xmlMode: true, decodeEntities: true },
  );
  let inTag = 0;
  for await (const chunk of bytes) {
    const text = decoder.decode(chunk, { stream: true });
    const start = text.lastIndexOf('<');
    const isOpen = start === -1 ? inTag > 0 && !text.includes('>') : start > text.lastIndexOf('>');
    inTag = isOpen ? (start === -1 ? inTag : 0) + text.length - Math.max(0, start) : 0;
    if (inTag > longestTag) throw new PipelineError('config', `${name}: the workbook holds a tag without an end`);
    parser.write(text);
    yield;
  }
  parser.end();
  yield;
}

/** Parses all of it. */
export async function parseWholeXml(
  bytes: AsyncIterable<Uint8Array>,
  handler: XmlHandler,
  name: string,
): Promise<void> {
  for await (const _ of parseXml(bytes, handler, name));
}

const local = (name: string) => name.slice(name.indexOf(':') + 1);

/** An attribute by its name without prefix; one without a prefix is preferred. */
export function attribute(attributes: Readonly<Record<string, string>>, name: string): string | undefined {
  if (Object.hasOwn(attributes, name)) return attributes[name];
  return Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1];
}
