/** Panels that have nothing to show after a run in which everything happens once, and why. */
export const withoutData: readonly { readonly dashboard: string; readonly panel: string; readonly reason: string }[] = [
  {
    dashboard: 'overview',
    panel: 'What ended the latest run before its time',
    reason: 'The run came to its end: something is shown when one did not.',
  },
];
