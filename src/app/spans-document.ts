import type { SpanDefinition } from '#catalogue/span.ts';
import { spanEvents } from '#catalogue/span-events.ts';
import { commonAttributes, failureAttributes, runSpan } from '#catalogue/spans.ts';

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
    '### On the innermost span that failed',
    '',
    ...table(Object.values(failureAttributes)),
    '### Events',
    '',
    ...[...new Set(Object.values(spanEvents))].flatMap(({ name, help, attributes }) => [
      `\`${name}\`: ${help}`,
      '',
      ...table(Object.values(attributes)),
    ]),
    `### Span ${runSpan.name}`,
    '',
    runSpan.help,
    '',
    ...table(Object.values(runSpan.attributes)),
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
