import { escaped, htmlPage } from './markup.ts';

/** Each character that is no letter or digit as a decimal reference, as Akamai's deny pages write them. */
const spelledOut = (text: string): string =>
  text.replace(/[^a-z0-9]/gi, (character) => `&#${character.charCodeAt(0)};`);

/** In the form of the deny page that Akamai's servers send with status 403. */
export function accessDenied(path: string): string {
  const reference = spelledOut(' #18.2d2c1602.1700000000.1a2b3c4d');
  return `<HTML><HEAD>
<TITLE>Access Denied</TITLE>
</HEAD><BODY>
<H1>Access Denied</H1>
 
You don't have permission to access "${spelledOut(`http://demo.invalid${path}`)}" on this server.<P>
Reference${reference}
<P>
</BODY>
</HTML>
`;
}

/** In the form of Cloudflare's managed challenge. A demonstration: nothing here is ever solved or run. */
export function challenge(path: string): string {
  const options = JSON.stringify({
    cvId: '3',
    cZone: 'demo.invalid',
    cType: 'managed',
    cRay: '8f0c0ffee0000000',
    cUPMDTk: `${path}?__cf_chl_tk=specimen-1700000000-1.0.1.1-specimen`,
  }).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html><html lang="en-US"><head><title>Just a moment...</title>
<meta http-equiv="Content-Type" content="text/html; charset=UTF-8"><meta name="robots" content="noindex,nofollow">
<meta name="viewport" content="width=device-width,initial-scale=1">
<style>*{box-sizing:border-box;margin:0;padding:0}html{line-height:1.15;color:#313131;font-family:system-ui,sans-serif}.main-wrapper{display:flex;flex-direction:column;min-height:100vh}.main-content{margin:8rem auto;max-width:60rem;padding:0 1.5rem}.h2{font-size:1.5rem;line-height:2.25rem}</style>
</head><body><div class="main-wrapper" role="main"><div class="main-content"><noscript><div class="h2"><span id="challenge-error-text">Enable JavaScript and cookies to continue</span></div></noscript></div></div>
<script>(function(){window._cf_chl_opt = ${options};var a = document.createElement('script');a.src = '/cdn-cgi/challenge-platform/h/b/orchestrate/chl_page/v1?ray=8f0c0ffee0000000';document.getElementsByTagName('head')[0].appendChild(a);}());</script>
</body></html>
`;
}

/** A captcha alone on its page, as gates of many makes show it. The key is none. */
export const captcha = `<!doctype html><html lang="en"><head><title>One more step</title></head><body>
<h1>One more step</h1><form method="post"><div class="g-recaptcha" data-sitekey="demo"></div><input type="submit"></form>
<script src="/recaptcha/api.js" async defer></script></body></html>`;

/** A login form that comes back to the page at `path`. */
export function loginPage(path: string): string {
  return htmlPage({
    locale: 'en-GB',
    title: 'Sign in | Trade shop',
    body: `<main><h1>Sign in</h1><p>Our range is for registered customers only.</p><form method="post">
<input type="hidden" name="next" value="${escaped(path)}"><p><label>Email <input type="email" name="email"></label></p>
<p><label>Password <input type="password" name="password"></label></p><button>Sign in</button></form></main>`,
  });
}

/** A consent dialog without the page behind it. */
export function consentPage(path: string): string {
  return htmlPage({
    locale: 'de-DE',
    title: 'Bevor Sie fortfahren',
    body: `<main><h1>Bevor Sie fortfahren</h1><p>Wir und unsere Partner verwenden Cookies.</p><form method="post">
<input type="hidden" name="return" value="${escaped(path)}"><button>Alle akzeptieren</button><button>Ablehnen</button></form></main>`,
  });
}

/** What a shop that is drawn by scripts sends when nobody runs them. */
export const shell = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>
<script type="module" src="/assets/index.js"></script></head><body><div id="root"></div>
<noscript>You need to enable JavaScript to run this app.</noscript></body></html>`;
