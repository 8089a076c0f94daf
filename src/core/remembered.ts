/** Classes and names repeat hundreds of times in a page, and between the pages of a shop. */
const maximum = 4_000;
const longest = 400;

/** The same function, which asks once for each of the last texts; texts that are long are not remembered. */
export function remembered<T>(ask: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly answer: T }>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found.answer;
    const answer = ask(text);
    if (text.length <= longest) {
      if (known.size >= maximum) known.clear();
      known.set(text, { answer });
    }
    return answer;
  };
}
