/** A block of shell commands in a document, and what the document says they print. */
export type Step = { readonly commands: string; readonly shown: readonly string[] };

/** The steps of a walk: its blocks of `sh`, each with the blocks of `text` that follow it. */
export function stepsOf(document: string): readonly Step[] {
  const steps: { commands: string; shown: string[] }[] = [];
  for (const [, language, code = ''] of document.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gmu)) {
    if (language === 'sh') steps.push({ commands: code, shown: [] });
    else if (language === 'text') steps.at(-1)?.shown.push(...code.trimEnd().split('\n'));
    else throw new Error(`a walk has blocks of sh and text, and not of ${language}`);
  }
  return steps;
}

/** What is never the same twice, as it is written in a document and as it may turn out. */
const varying: readonly (readonly [written: RegExp, found: string])[] = [
  [/\d{8}-\d{6}-[\da-f]{4}/gu, String.raw`\d{8}-\d{6}-[\da-f]{4}`],
  [/\b[\da-f]{32}\b/gu, String.raw`[\da-f]{32}`],
  [/…/gu, '.*'],
];

/**
 * The first shown line that the output lacks; undefined when it has them all, in their order, whatever is between
 * them. `…` stands for anything, ids and traces for any other.
 */
export function missingLine(shown: readonly string[], output: string): string | undefined {
  const lines = output.split('\n');
  let from = 0;
  for (const line of shown.filter((each) => each.trim() !== '' && each !== '…')) {
    const pattern = patternOf(line);
    const found = lines.findIndex((candidate, index) => index >= from && pattern.test(candidate));
    if (found === -1) return line;
    from = found + 1;
  }
  return undefined;
}

function patternOf(line: string): RegExp {
  const pieces = varying.reduce<readonly (string | RegExp)[]>(
    (before, [written, found]) =>
      before.flatMap((piece) =>
        typeof piece === 'string' ? interleaved(piece.split(written), new RegExp(found, 'u')) : [piece],
      ),
    [line],
  );
  return new RegExp(
    `^${pieces.map((piece) => (typeof piece === 'string' ? RegExp.escape(piece) : piece.source)).join('')}$`,
    'u',
  );
}

function interleaved<One, Other>(list: readonly One[], between: Other): readonly (One | Other)[] {
  return list.flatMap((entry, index) => (index === 0 ? [entry] : [between, entry]));
}
