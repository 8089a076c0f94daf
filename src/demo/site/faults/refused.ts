import { htmlAnswer } from '../answer.ts';
import { accessDenied, captcha, challenge } from '../fault-pages.ts';
import { type Fault, message } from './fault.ts';

/** Sites that refuse, or ask for something first. */
export const refused = {
  denied: {
    title: 'Deny page of a delivery network (403)',
    room: 'Hall',
    ends: 'bot_detected',
    reply: ({ path }) => htmlAnswer(accessDenied(path), { status: 403, headers: { server: 'AkamaiGHost' } }),
  },
  'denied-999': {
    title: 'Denied with a status of its own (999)',
    room: 'Hall',
    ends: 'bot_detected',
    reply: () => message(999, 'Request denied'),
  },
  challenge: {
    title: 'Browser challenge in place of the page (200)',
    room: 'Stairs',
    ends: 'bot_detected',
    reply: ({ path }) =>
      htmlAnswer(challenge(path), {
        headers: { server: 'cloudflare', 'cf-mitigated': 'challenge', 'cf-ray': '8f0c0ffee0000000-DEM' },
      }),
  },
  'challenge-503': {
    title: 'Browser challenge that looks like an outage (503)',
    room: 'Stairs',
    ends: 'bot_detected',
    reply: ({ path }) => htmlAnswer(challenge(path), { status: 503, headers: { server: 'cloudflare' } }),
  },
  captcha: {
    title: 'Captcha and nothing else (200)',
    room: 'Stairs',
    ends: 'bot_detected',
    reply: () => htmlAnswer(captcha),
  },
  'robots-denied': {
    title: 'A page that robots.txt denies',
    room: 'Stairs',
    ends: 'robots_denied',
    reply: () => message(200, 'robots.txt asks robots to stay away from here.'),
  },
  'bad-request': {
    title: 'Request that the site does not take (400)',
    room: 'Hall',
    ends: 'http_client_error',
    reply: () => message(400, '400 Bad request'),
  },
  unauthorised: {
    title: 'Asks for credentials (401)',
    room: 'Office',
    ends: 'login_required',
    reply: () => message(401, '401 Unauthorised', { headers: { 'www-authenticate': 'Basic realm="Trade"' } }),
  },
  'region-451': {
    title: 'Not for this region, by law (451)',
    room: 'Office',
    ends: 'region_blocked',
    reply: () => message(451, 'Unavailable for legal reasons'),
  },
  'region-page': {
    title: 'Says that it is not for this region, with status 200',
    room: 'Office',
    ends: 'region_blocked',
    reply: () =>
      message(200, 'Not available in your region', { text: 'Our shop is not available in your region yet.' }),
  },
  'rate-limited-for-ever': {
    title: 'Asks to slow down every time (429)',
    room: 'Stairs',
    leftOut: 'it is waited for until --patience runs out, and the site’s other pages wait too',
    ends: 'rate_limited',
    reply: () => message(429, '429 Too many requests', { headers: { 'retry-after': '1' } }),
  },
} as const satisfies Record<string, Fault>;
