const maximumEntries = 40;
const maximumEntry = 120;

/** The entries of a list as pages write it: by commas, semicolons, bullets, bars or lines. Each once, in order. */
export function splitList(text: string): readonly string[] {
  const entries = text
    .split(/\s*[;•·|\n]\s*|,\s+|\s+\/\s+/u)
    .map((entry) => entry.trim().replace(/[.,]$/, ''))
    .filter((entry) => entry !== '' && entry.length <= maximumEntry);
  const byName = Map.groupBy(entries, (entry) => entry.toLowerCase());
  return [...byName.values()].flatMap((same) => same.slice(0, 1)).slice(0, maximumEntries);
}
