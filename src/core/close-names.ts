/**
 * The names that are nearest to what somebody wrote, the nearest first: those that contain it, and those that few
 * letters set apart (a third of what was written, as commander has it for flags).
 */
export function closeNames(written: string, names: readonly string[], most = 3): readonly string[] {
  const near = names
    .map((name) => ({ name, distance: name.includes(written) ? 0 : editDistance(written, name) }))
    .filter(({ distance }) => distance <= Math.ceil(written.length / 3));
  return near
    .toSorted((left, right) => left.distance - right.distance)
    .slice(0, most)
    .map(({ name }) => name);
}

/** Letters to insert, delete or replace to come from one text to the other (Levenshtein 1966). */
export function editDistance(from: string, to: string): number {
  let previous = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (const [row, letter] of [...from].entries()) {
    const current = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const replaced = (previous[column] ?? 0) + (letter === other ? 0 : 1);
      current.push(Math.min(replaced, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous.at(-1) ?? 0;
}
