import { Parser } from 'htmlparser2';
import { collapse } from './whitespace.ts';

const maximumText = 20_000;

/** The text of a fragment of HTML, as it stands in the descriptions of structured data: tags and entities undone. */
export function plainText(fragment: string): string {
  const text = decoded(fragment);
  // Some shops encode twice: &amp;quot;
  return /&(amp|quot|lt|gt|nbsp|#\d{1,6});/.test(text) ? decoded(text) : text;
}

function decoded(fragment: string): string {
  if (!/[<&]/.test(fragment)) return collapse(fragment.slice(0, maximumText));
  const pieces: string[] = [];
  const parser = new Parser({
    ontext: (text) => pieces.push(text),
    onopentagname: (name) => {
      if (!/^(a|b|i|em|strong|span|u|sup|sub)$/.test(name)) pieces.push(' ');
    },
  });
  parser.end(fragment.slice(0, maximumText));
  return collapse(pieces.join(''));
}
