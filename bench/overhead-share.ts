/** The share of a run's pages that are done before the time is taken: code is loaded once, however many there are. */
export const warmUp = 0.2;
