import type { LanguageModel } from './language-model.ts';

/** What must not leave, and what stands in its place. */
export type Redaction = { readonly pattern: RegExp; readonly replacement: string };

/** Patterns that have a name. Each finds a little too much rather than too little. */
export const knownRedactions = {
  email: /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu,
  phone: /(?<![\w.,-])(?:\+|00)\d[\d\s()./-]{7,16}\d/gu,
  iban: /\b[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){3,7}(?: ?[A-Z\d]{1,3})?\b/gu,
  credit_card: /\b(?:\d{4}[ -]){3}\d{4}\b/gu,
} as const satisfies Readonly<Record<string, RegExp>>;

/**
 * Replaces in all that a model is sent what matches, before anything else sees the question: the cache as well, so
 * that a change of the patterns asks anew.
 */
export function redacted(model: LanguageModel, redactions: readonly Redaction[]): LanguageModel {
  if (redactions.length === 0) return model;
  return {
    id: model.id,
    complete: (request, context) => {
      let count = 0;
      const redact = (text: string) =>
        redactions.reduce(
          (rest, { pattern, replacement }) =>
            rest.replaceAll(pattern, () => {
              count += 1;
              return replacement;
            }),
          text,
        );
      const { system, user, shorter, ...others } = request;
      const clean = { system: redact(system), user: redact(user) };
      if (count > 0) context.note({ redactions: count });
      return model.complete(
        {
          ...others,
          ...clean,
          ...(shorter === undefined ? {} : { shorter: (share) => mapTexts(shorter(share), redact) }),
        },
        context,
      );
    },
  };
}

function mapTexts(
  texts: { readonly system: string; readonly user: string } | undefined,
  change: (text: string) => string,
) {
  return texts && { system: change(texts.system), user: change(texts.user) };
}
