import type { Fact } from '#core/fact.ts';
import type { Observer } from '#core/observer.ts';

/** Milliseconds between two lines. */
const interval = 5_000;

/** One line every few seconds while a run is under way. */
export function progress(print: (line: string) => void): { readonly observer: Observer; end(): void } {
  const settled: Record<string, number> = {};
  let total = 0;
  const timer = setInterval(() => {
    const parts = Object.entries(settled).map(([outcome, count]) => `${count} ${outcome.replace('_', ' ')}`);
    print(`… ${total} settled${parts.length === 0 ? '' : ` (${parts.join(', ')})`}`);
  }, interval);
  timer.unref();
  const count = ({ kind, attributes }: Fact) => {
    if (kind !== 'settlement') return;
    const outcome = String(attributes['outcome']);
    settled[outcome] = (settled[outcome] ?? 0) + 1;
    total += 1;
  };
  return { observer: { around: (_scope, work) => work(), fact: count }, end: () => clearInterval(timer) };
}
