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
