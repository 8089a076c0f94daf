const maximumEntries = 40;
const maximumEntry = 120;

/** The entries of a list as pages write it: by commas, semicolons, bullets, bars or lines. Each once, in order. */
export function splitList(text: string): readonly string[] {
  const entries = text
    .split(/\s*[;•·|\n]\s*|,\s+|\s+\/\s+/u)
    .map((entry) => entry.trim().replace(/[.,]$/, ''))
    .filter((entry) => entry !== '' && entry.length <= maximumEntry);
  return [...new Map(entries.map((entry) => [entry.toLowerCase(), entry])).values()].slice(0, maximumEntries);
}
