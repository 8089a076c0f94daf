import { Parser } from 'htmlparser2';
import { collapse } from './whitespace.ts';

/** The text of a fragment of HTML, as it stands in the descriptions of structured data: tags and entities undone. */
export function plainText(fragment: string): string {
  if (!/[<&]/.test(fragment)) return collapse(fragment);
  const pieces: string[] = [];
  const parser = new Parser({
    ontext: (text) => pieces.push(text),
    onopentagname: (name) => {
      if (!/^(a|b|i|em|strong|span|u|sup|sub)$/.test(name)) pieces.push(' ');
    },
  });
  parser.end(fragment.slice(0, 20_000));
  const text = collapse(pieces.join(''));
  // Some shops encode twice: &amp;quot;
  return /&(amp|quot|lt|gt|nbsp|#\d{1,6});/.test(text) && text !== fragment ? plainText(text) : text;
}
