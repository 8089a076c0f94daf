const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

/** `21 November 2026`, in UTC: no country reads it as another day. */
export function longDate(time: number | string): string {
  return long.format(new Date(time));
}
