/** What the processes that worked on a run have used. */
export type RunUsage = { readonly cpuSeconds: number; readonly peakMemoryBytes: number };
