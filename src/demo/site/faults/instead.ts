import { htmlAnswer, redirect } from '../answer.ts';
import { consentPage, loginPage, shell } from '../fault-pages.ts';
import type { Fault } from './fault.ts';

/** Where the site keeps the pages that it sends visitors to. */
export const detours = { login: '/account/login', consent: '/cookie-consent' } as const;

/** Sites that show something else first, with nothing in the status to tell. */
export const instead = {
  'login-wall': {
    title: 'Login form in place of the page (200)',
    room: 'Office',
    ends: 'login_required',
    reply: ({ path }) => htmlAnswer(loginPage(path)),
  },
  'login-redirect': {
    title: 'Redirects to a login form',
    room: 'Office',
    ends: 'login_required',
    reply: ({ path }) => redirect(302, `${detours.login}?next=${encodeURIComponent(path)}`),
  },
  'consent-page': {
    title: 'Asks for consent in place of the page (200)',
    room: 'Office',
    ends: 'consent_required',
    reply: ({ path }) => htmlAnswer(consentPage(path)),
  },
  'consent-redirect': {
    title: 'Redirects to a page that asks for consent',
    room: 'Office',
    ends: 'consent_required',
    reply: ({ path }) => redirect(302, `${detours.consent}?return=${encodeURIComponent(path)}`),
  },
  'script-shell': {
    title: 'Empty shell that scripts fill',
    room: 'Office',
    ends: 'needs_browser',
    reply: () => htmlAnswer(shell),
  },
} as const satisfies Record<string, Fault>;
