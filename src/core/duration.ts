const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** Milliseconds of a duration such as `500ms`, `30s`, `1.5m`, `12h` or `30d`; undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)$/u.exec(text.trim()) ?? [];
  return unit === undefined ? undefined : Number(amount) * (milliseconds[unit] ?? 1);
}

/** The shortest way to write a duration that a person reads: `340 ms`, `1.4 s`, `2 m 5 s`, `3 h 20 m`. */
export function formatDuration(duration: number): string {
  if (duration < 1_000) return `${Math.round(duration)} ms`;
  if (duration < 60_000) return `${(duration / 1_000).toFixed(1)} s`;
  const seconds = Math.round(duration / 1_000);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor((seconds % 3_600) / 60)} m`;
}
