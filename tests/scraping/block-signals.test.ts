import { describe, expect, test } from 'vitest';
import { judge } from '#scraping/verdict.ts';
import { evidenceStrings } from '../fixtures/block-evidence.ts';
import { mentions, planted } from '../fixtures/planted.ts';
import { fakePage } from '../fakes/page.ts';

type Given = Parameters<typeof fakePage>[0];
type Row = {
  /** Each alone is enough. */
  readonly evidence: readonly Given[];
  /** What only tells that the vendor is there, each on a short ordinary page. */
  readonly presence: readonly Given[];
};

const html = { 'content-type': 'text/html' };
const withHeaders = (headers: Readonly<Record<string, string>>, given: Given = {}): Given => ({
  ...given,
  headers: { ...html, ...headers },
});
const chair = '<title>Oak chair</title><h1>Oak chair</h1><p>Solid oak, 4 kg. <a href="/chairs">All chairs</a></p>';
const chairWith = (markup: string): Given => ({ body: chair + markup });

/** Long scripts, as real challenges have them: 275 KB and more. */
const filler = `var a=[${'"0x1f",'.repeat(45_000)}0];`;

const rows: Readonly<Record<string, Row>> = {
  'Cloudflare challenge': {
    evidence: [
      withHeaders({ 'cf-mitigated': 'challenge' }),
      ...[200, 403, 429, 503].map((status) => ({ status, body: '<script>window._cf_chl_opt={cvId:"3"}</script>' })),
      { body: `<title>Just a moment...</title><script>${filler}window._cf_chl_opt={}</script>` },
      { body: `<title>Nur einen Moment…</title><script>window._cf_chl_opt={}</script><script>${filler}</script>` },
      { body: '<form action="/chair?__cf_chl_f_tk=abc"><input type="hidden" name="md"></form>' },
      { body: '<title>Just a moment...</title><div id="cf-challenge-running"></div>' },
      { body: '<div id=turnstile-wrapper></div>' },
    ],
    presence: [
      withHeaders(
        { server: 'cloudflare', 'cf-ray': '8a1-AMS', 'set-cookie': '__cf_bm=a; cf_clearance=b' },
        chairWith(''),
      ),
      chairWith('<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script>'),
      chairWith(
        '<a class="__cf_email__" data-cfemail="1f">[email&#160;protected]</a><script src="/cdn-cgi/scripts/5c5dd728/cloudflare-static/email-decode.min.js"></script>',
      ),
    ],
  },
  'Cloudflare deny': {
    evidence: [
      {
        status: 403,
        body: '<h1>Sorry, you have been blocked</h1><span class="cf-error-code">1020</span><p>by Cloudflare</p>',
      },
      { body: '<title>Attention Required! | Cloudflare</title><p>One more step</p>' },
    ],
    presence: [chairWith('<p>Performance and security by Cloudflare</p>')],
  },
  'Turnstile, reCAPTCHA, hCaptcha': {
    evidence: ['cf-turnstile', 'g-recaptcha', 'h-captcha'].flatMap((widget) => [
      ...[403, 429, 503].map((status) => ({
        status,
        body: `<title>${status === 503 ? 'Just a moment...' : ''}</title><div class="${widget}"></div>`,
      })),
      { body: `<form><div class="${widget}"></div><input type="submit"></form><p>One more step</p>` },
      { body: `<title>Just a moment...</title><div class="${widget}"></div><input name="q">` },
    ]),
    presence: ['cf-turnstile', 'g-recaptcha', 'h-captcha'].map((widget) =>
      chairWith(`<form><input name="email"><textarea></textarea><div class="${widget}"></div></form>`),
    ),
  },
  Akamai: {
    evidence: [
      { status: 403, body: '<p>Reference #18.2d351ab8.1557333295.a4e16ab</p>' },
      { status: 403, body: '<p>Reference&#32;&#35;18&#46;2d351ab8&#46;1557333295&#46;a4e16ab</p>' },
      { body: '<title>Access Denied</title><p>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18</p>' },
      withHeaders({ 'akamai-cache-status': 'Error from child' }, { status: 403, body: '<p>x</p>' }),
    ],
    presence: [
      withHeaders({ server: 'AkamaiGHost', 'set-cookie': '_abck=1; ak_bmsc=2; bm_sz=3' }, chairWith('')),
      withHeaders({ 'akamai-cache-status': 'Hit from child' }, chairWith('')),
      chairWith('<script src="/akam/13/5d2a"></script>'),
    ],
  },
  Imperva: {
    evidence: [
      { body: '<iframe src="/x">Request unsuccessful. Incapsula incident ID: 89-12</iframe>' },
      { body: '<script src="/_Incapsula_Resource?SWJIYLWA=719d"></script>' },
      { body: '<title>Pardon Our Interruption</title><p>As you were browsing</p>' },
    ],
    presence: [
      withHeaders(
        { 'x-iinfo': '1-2', 'x-cdn': 'Imperva', 'set-cookie': 'visid_incap_1=a; incap_ses_1=b' },
        chairWith(''),
      ),
      chairWith('<script src="/_Incapsula_Resource?SWJIYLWA=719d"></script>'),
    ],
  },
  DataDome: {
    evidence: [
      ...[401, 403].map((status) => ({
        status,
        body: `<title>shop.test</title><script>var dd={'host':'geo.captcha-delivery.com'}</script>`,
      })),
      withHeaders({ 'x-dd-b': '1' }, { status: 403, body: '<p>x</p>' }),
      withHeaders({ 'x-dd-b': '2' }, { status: 403, body: '<p>x</p>' }),
      { body: '<title>shop.test</title><iframe title="DataDome Device Check"></iframe>' },
    ],
    presence: [withHeaders({ 'x-datadome': 'protected', 'set-cookie': 'datadome=a' }, chairWith(''))],
  },
  HUMAN: {
    evidence: [
      { body: '<div id="px-captcha"></div>' },
      { status: 403, body: '<h1>Access to this page has been denied</h1>' },
      { body: "<script>var s=document.createElement('script');s.src='//captcha.px-cdn.net/PX1/captcha.js'</script>" },
      { body: '<title>Robot or human?</title><p>Activate and hold the button</p>' },
    ],
    presence: [
      withHeaders({ 'set-cookie': '_px3=a; _pxhd=b' }, chairWith('')),
      chairWith("<script>window._pxAppId='PX1'</script>"),
    ],
  },
  'AWS WAF': {
    evidence: [
      withHeaders({ 'x-amzn-waf-action': 'challenge' }, { status: 202, body: '' }),
      withHeaders({ 'x-amzn-waf-action': 'captcha' }, { status: 405, body: '<p>x</p>' }),
      { body: '<script>window.gokuProps = {"key":"a"}</script>' },
    ],
    presence: [
      withHeaders({ 'x-amzn-requestid': '1' }, chairWith('')),
      chairWith('<script src="https://a1.token.awswaf.com/a1/challenge.js"></script>'),
    ],
  },
  CloudFront: {
    evidence: [
      withHeaders({ 'x-cache': 'Error from cloudfront' }, { status: 403, body: '<h1>403 ERROR</h1>' }),
      { status: 403, body: '<h2>The request could not be satisfied.</h2><p>Request blocked.</p>' },
      ...[403, 502, 503, 504].map((status) =>
        withHeaders(
          { 'x-cache': 'Error from cloudfront' },
          {
            status,
            body: `<title>ERROR: The request could not be satisfied</title><h1>${status} ERROR</h1><h2>The request could not be satisfied.</h2>`,
          },
        ),
      ),
    ],
    presence: [withHeaders({ 'x-cache': 'Miss from cloudfront', via: '1.1 a.cloudfront.net' }, chairWith(''))],
  },
  Kasada: {
    evidence: [
      { body: '<script>window.KPSDK={};KPSDK.now=f;KPSDK.start=KPSDK.scriptStart=KPSDK.now()</script>' },
      ...[403, 429].map((status) => withHeaders({ 'x-kpsdk-ct': '0a' }, { status, body: '<p>x</p>' })),
    ],
    presence: [
      withHeaders({ 'set-cookie': 'KP_UIDz=a', 'x-kpsdk-ct': '0a' }, chairWith('')),
      chairWith('<script src="/149e9513/ips.js?KP_UIDz=a" data-kpsdk="1"></script>'),
    ],
  },
  'F5 / Shape': {
    evidence: [
      { body: 'The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1' },
      {
        body: '<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator.',
      },
    ],
    presence: [withHeaders({ 'set-cookie': 'TS01a2b3c4=0f' }, chairWith(''))],
  },
  Sucuri: {
    evidence: [
      withHeaders({ 'x-sucuri-block': '1' }, { status: 403 }),
      { status: 403, body: '<title>Sucuri WebSite Firewall - Access Denied</title><p>x</p>' },
      { body: "<title>You are being redirected...</title><script>sucuri_cloudproxy_js='',S='a'</script>" },
    ],
    presence: [withHeaders({ 'x-sucuri-id': '1', 'x-sucuri-cache': 'HIT' }, chairWith(''))],
  },
  others: {
    evidence: [
      { body: '<form id="distilCaptchaForm"></form>' },
      withHeaders({ 'x-vercel-mitigated': 'challenge' }, { status: 429 }),
      {
        body: `<title>Making sure you're not a bot!</title><script id="anubis_challenge" type="application/json">{}</script>`,
      },
      { body: '<script>location="https://validate.perfdrive.com/?ssa=1"</script>' },
      { status: 999, body: '<p>x</p>' },
    ],
    presence: [
      withHeaders({ 'set-cookie': 'rbzid=a' }, chairWith('')),
      withHeaders({ server: 'Vercel' }, chairWith('')),
    ],
  },
  'generic deny': {
    evidence: [
      ...[400, 403, 405, 406, 429].map((status) => ({ status, body: '<h1>Access Denied</h1>' })),
      ...['Zugriff verweigert', 'Accès refusé', 'Acceso denegado', 'Toegang geweigerd', 'Доступ запрещён'].map(
        (words) => ({ status: 403, body: `<h1>${words}</h1>` }),
      ),
    ],
    presence: [chairWith('<p>Access denied? Ask us for a login.</p>')],
  },
};

describe.each(Object.entries(rows))('%s', (_, { evidence, presence }) => {
  test.each(evidence)('evidence of a refusal: %o', (given) => {
    expect(judge(fakePage(given))).toMatchObject({ ok: false, category: 'bot_detected' });
  });

  test.each(presence)('its presence alone: %o', (given) => {
    expect(judge(fakePage(given))).toEqual({ ok: true });
  });
});

const pages: Readonly<Record<string, string>> = {
  'a short page': '<title>Success</title><body><p>Success</p></body>',
  'a short article': `<title>How bot checks work</title><body><h1>How bot checks work</h1><p>A short note.</p></body>`,
  'a short product page': `<title>Oak chair</title><body><h1>Oak chair</h1><p>Solid oak, 4 kg.</p></body>`,
  'a product page without a title of its own': `<title>shop.test</title><body><h1>Oak chair</h1><p>Solid oak.</p>
    <script type="application/ld+json">{"@type":"Product","name":"Oak chair"}</script></body>`,
  'a page of links': `<body><h1>Chairs</h1>${'<a href="/chair">Chair</a>'.repeat(12)}</body>`,
  'a form': `<body><h1>Ask us about this chair</h1><form><label>Your address, so that we can
    answer</label><input type="email" name="mail"><button>Go</button></form></body>`,
  'a long article': `<title>How bot checks work</title><body>${'<p>There is much to say about them. </p>'.repeat(100)}</body>`,
};

describe.each(Object.entries(mentions))('what refused pages say, in %s', (_, mention) => {
  test.each(Object.entries(pages))('of %s, refuses none', (_page, body) => {
    const refused = evidenceStrings.filter((text) => !judge(fakePage({ body: planted(body, mention(text)) })).ok);
    expect(refused).toEqual([]);
  });
});
