/** What one check of the doctor found. */
export type Finding = {
  readonly name: string;
  /** `problem`: a run would fail; `warning`: it would work, but perhaps not as one expects. */
  readonly state: 'ok' | 'warning' | 'problem';
  /** For a person, without secrets. */
  readonly found: string;
  /** What mends it, a command where there is one. */
  readonly mend?: string;
};

/** Fetches like the global `fetch`; tests give another. */
export type Fetch = (url: string, request: RequestInit) => Promise<Response>;
