/** Words that texts of a language cannot do without, and other languages mostly can. */
const commonWords: Readonly<Record<string, string>> = {
  en: 'the and with for is of this that are from your you has it its by or can be',
  de: 'und der die das mit für ist ein eine auf den dem von sich auch aus wird nicht sind zu im als',
  fr: 'et le la les des une avec pour est dans sur du qui par au ce cette sont vous votre aux',
  it: 'e il di che per con una della è sono gli nel alla dei delle questo anche un dal si',
  es: 'y el los las con para una del por es que su en se este como más al sus',
  pt: 'e o os as com para uma do da em que não é por um dos das sua ao mais',
  nl: 'en het een van met voor is de zijn op te dit deze ook aan uit bij wordt je niet',
  sv: 'och en ett med för som är på av till den det att är inte från kan har',
  da: 'og en et med for som er på af til den det at ikke fra kan har der',
  pl: 'i w z na do jest się nie że dla oraz od przez to są który jako po',
};
const sets = Object.entries(commonWords).map(([language, words]) => ({ language, words: new Set(words.split(' ')) }));

const fewestWords = 12;
const fewestHits = 4;

/**
 * The language of a text, as ISO 639-1, by its commonest words; undefined when it is too short to tell, or in a
 * language that is not known here. Norwegian counts as Danish.
 */
export function languageOf(text: string): string | undefined {
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.length < fewestWords) return undefined;
  const [best, second] = sets
    .map(({ language, words: common }) => ({ language, hits: words.filter((word) => common.has(word)).length }))
    .toSorted((one, other) => other.hits - one.hits);
  if (best === undefined || best.hits < fewestHits) return undefined;
  return best.hits >= 1.5 * (second?.hits ?? 0) ? best.language : undefined;
}

/** Whether a text can be in the language that its page states (BCP 47); true as long as nothing speaks against it. */
export function fitsLanguage(text: string, stated: string): boolean {
  const [primary = ''] = stated.toLowerCase().split('-');
  const language = languageOf(text);
  const same = primary === 'nb' || primary === 'nn' || primary === 'no' ? 'da' : primary;
  return language === undefined || !(same in commonWords) || same === language;
}
