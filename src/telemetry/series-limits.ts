import { type Metric, otherValue, pipelineLabel } from '#catalogue/metric.ts';

export type LabelSet = Readonly<Record<string, string>>;

export type SeriesLimits = {
  /**
   * The labels under which a value is to be counted: its own, or, where there is no room for them, `other`.
   *
   * @param labels as a measurement has them: a JSON object with its names in their order.
   */
  place(metric: string, labels: string): LabelSet;
};

/**
 * Keeps the series of a process bounded, whatever is measured. A page of a thousand series would block the event loop
 * for 60 ms at every scrape, and names of models and projects come from outside.
 *
 * @param mostSeries of all metrics together; a histogram takes one for each bucket, and three more.
 * @param mostValues of a label whose values are configured: the first so many, whichever metric has it.
 */
export function seriesLimits(
  pipeline: string,
  metrics: readonly Metric[],
  mostSeries: number,
  mostValues: number,
): SeriesLimits {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const places = new Map<string, LabelSet>();
  const values = new Map<string, Set<string>>();
  // What each metric may have in any case: its series without labels, or those with `other` in all of them.
  let left = mostSeries - metrics.reduce((sum, metric) => sum + seriesOf(metric), 0);

  const bounded = (label: string, value: string) => {
    const known = values.get(label) ?? new Set();
    values.set(label, known);
    if (known.size < mostValues) known.add(value);
    return known.has(value) ? value : otherValue;
  };
  const placeOf = (metric: Metric, labels: LabelSet): LabelSet => {
    const wanted = Object.entries(metric.labels).map(([label, { values: all }]) => {
      const value = labels[label] ?? otherValue;
      return [label, all === 'configured' ? bounded(label, value) : value] as const;
    });
    const key = `${metric.name} ${labelText(Object.fromEntries(wanted))}`;
    const isReserved = wanted.every(([, value]) => value === otherValue);
    const room = isReserved ? 0 : seriesOf(metric);
    if (!places.has(key) && room > left) return placeOf(metric, {});
    if (!places.has(key)) left -= room;
    const place = places.get(key) ?? { ...Object.fromEntries(wanted), [pipelineLabel]: pipeline };
    places.set(key, place);
    return place;
  };
  return {
    place: (name, labels) => {
      const known = places.get(`${name} ${labels}`);
      if (known !== undefined) return known;
      const metric = byName.get(name);
      const given = JSON.parse(labels) as LabelSet;
      return metric === undefined ? given : placeOf(metric, given);
    },
  };
}

/** Labels as a text, equal for equal ones. */
export function labelText(labels: LabelSet): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(labels).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  );
}

export function seriesOf(metric: Metric): number {
  return metric.kind === 'histogram' ? metric.buckets.length + 3 : 1;
}
