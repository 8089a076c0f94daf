import type { SpanDefinition } from '#catalogue/span.ts';
import { commonAttributes } from '#catalogue/spans.ts';

type Attribute = { readonly name: string; readonly help: string };

/** Every span of a trace, from the outside in, and what it says. */
export function spanSections(spans: readonly SpanDefinition[]): readonly string[] {
  return [
    '## Spans',
    '',
    'Each item is a trace. Its spans are made of its facts once it has settled, if the trace is kept.',
    '',
    '```text',
    ...tree(spans, undefined, ''),
    '```',
    '',
    ...spans.flatMap(spanSection),
    '### On every span, where it applies',
    '',
    ...table(Object.values(commonAttributes)),
  ];
}

function tree(spans: readonly SpanDefinition[], parent: string | undefined, indent: string): readonly string[] {
  return spans
    .filter((span) => span.parent === parent)
    .flatMap((span) => [`${indent}${span.name}`, ...tree(spans, span.fact, `${indent}  `)]);
}

function spanSection({ name, fact, kind, help, constants, attributes }: SpanDefinition): readonly string[] {
  const always = Object.entries(constants).map(([attribute, value]) => ({
    name: attribute,
    help: `always \`${value}\``,
  }));
  return [
    `### Span ${name}`,
    '',
    `${help} Kind ${kind}; of facts of kind \`${fact}\`.`,
    '',
    ...table([...always, ...Object.values(attributes)]),
  ];
}

const table = (attributes: readonly Attribute[]) => [
  '| Attribute | Meaning |',
  '| --- | --- |',
  ...attributes.map(({ name, help }) => `| \`${name}\` | ${help.replaceAll('|', String.raw`\|`)} |`),
  '',
];
