import type { Environment, Telemetry, TelemetryOrder } from './telemetry.ts';

/**
 * Starts what is told of a run to the outside. The SDK takes a quarter of a second to load, so it is loaded only when
 * there is somebody to send to.
 */
export async function startTelemetry(
  _order: TelemetryOrder,
  _environment: Environment = process.env,
): Promise<Telemetry> {
  const parts: readonly Telemetry[] = [];
  return {
    observer: {
      around: (scope, work) =>
        parts.reduceRight(
          (inner, { observer }) =>
            () =>
              observer.around(scope, inner),
          work,
        )(),
      fact: (fact) => {
        for (const { observer } of parts) observer.fact(fact);
      },
    },
    watch: (notice) => {
      for (const { watch } of parts) watch(notice);
    },
    close: async (ending) => {
      for (const part of parts) await part.close(ending);
    },
  };
}
