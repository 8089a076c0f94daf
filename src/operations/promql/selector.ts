import type { Matchers } from '#catalogue/matcher.ts';
import { type Label, type Metric, otherValue } from '#catalogue/metric.ts';
import { prometheusLabel } from '#catalogue/prometheus-name.ts';

/** @throws Error when the metric has no such label, or the label never has such a value. */
export function matchersOf(metric: Metric, where: Matchers): readonly string[] {
  return Object.entries(where).map(([name, matcher]) => {
    const isNegated = typeof matcher === 'object' && 'not' in matcher;
    const given = isNegated ? matcher.not : matcher;
    const values = typeof given === 'string' ? [given] : given;
    const label = labelOf(metric, name);
    for (const value of values) assertPossible(metric, name, label, value);
    return matcherText(prometheusLabel(name), isNegated, values);
  });
}

/** @throws Error when the metric has no such label. */
export function labelOf(metric: Metric, name: string): Label {
  const label = metric.labels[name];
  if (label === undefined) throw new Error(`${metric.name} has no label ${name}`);
  return label;
}

export function matcherText(label: string, isNegated: boolean, values: readonly string[]): string {
  const [first = '', ...others] = values;
  if (isVariable(first)) return `${label}${isNegated ? '!~' : '=~'}"${first}"`;
  if (others.length === 0) return `${label}${isNegated ? '!=' : '='}${JSON.stringify(first)}`;
  return `${label}${isNegated ? '!~' : '=~'}${JSON.stringify(values.map(escaped).join('|'))}`;
}

const isVariable = (value: string) => value.startsWith('$');

const escaped = (value: string) => value.replaceAll(/[.+*?()|[\]{}^$\\]/gu, '\\$&');

function assertPossible(metric: Metric, name: string, { values }: Label, value: string): void {
  if (values === 'configured' || isVariable(value) || value === otherValue || values.includes(value)) return;
  throw new Error(`${name} of ${metric.name} is never ${value}`);
}
