import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { judge } from '#scraping/verdict.ts';
import { fakePage } from '../fakes/page.ts';

type Given = Parameters<typeof fakePage>[0];

const html = { 'content-type': 'text/html' };
const words = 'This paragraph is about chairs, tables and the oak that they are made of. ';
const long = `<p>${words.repeat(60)}</p>`;
const categoryOf = (given: Given) => {
  const verdict = judge(fakePage(given));
  return verdict.ok ? 'ok' : verdict.category;
};

describe('judge, by status', () => {
  test.each([
    [200, 'ok'],
    [203, 'ok'],
    [204, 'empty_content'],
    [205, 'empty_content'],
    [302, 'redirect'],
    [304, 'empty_content'],
    [400, 'http_client_error'],
    [401, 'login_required'],
    [403, 'http_client_error'],
    [407, 'http_client_error'],
    [418, 'http_client_error'],
    [404, 'not_found'],
    [410, 'not_found'],
    [429, 'rate_limited'],
    [451, 'region_blocked'],
    [500, 'http_server_error'],
    [503, 'http_server_error'],
    [522, 'http_server_error'],
    [999, 'bot_detected'],
  ])('%i is %s', (status, category) => {
    expect(categoryOf({ status })).toBe(category);
  });

  test.each([
    [429, 7_000],
    [503, 7_000],
    [400, undefined],
  ])('Retry-After counts with %i as %s ms', (status, retryAfter) => {
    const verdict = judge(fakePage({ status, headers: { ...html, 'retry-after': '7' } }));
    expect('retryAfter' in verdict ? verdict.retryAfter : undefined).toBe(retryAfter);
  });
});

describe('judge, by content', () => {
  test.each<[string, Given]>([
    ['empty_content', { body: '' }],
    ['empty_content', { body: ' \n\t ' }],
    ['empty_content', { body: '<html><head><title>x</title></head><body></body></html>' }],
    ['unsupported_content', { headers: { 'content-type': 'application/pdf' }, body: '%PDF-1.7 …' }],
    ['unsupported_content', { headers: { 'content-type': 'application/json' }, body: '{"name": "chair"}' }],
    ['unsupported_content', { headers: {}, body: '%PDF-1.7 <html>' }],
    ['unsupported_content', { headers: { 'content-type': 'text/plain' }, body: 'a,b\n<html>,2' }],
    ['ok', { headers: { 'content-type': 'text/plain' }, body: '\n<!DOCTYPE html><h1>Oak chair</h1><p>Solid oak</p>' }],
    ['ok', { headers: {}, body: '\uFEFF <!-- shop --> <!DOCTYPE html><p>A chair</p>' }],
    [
      'ok',
      { headers: { 'content-type': 'Application/XHTML+XML; charset=utf-8' }, body: '<html><p>A chair</p></html>' },
    ],
    ['ok', { headers: html, body: Buffer.from('\ufeff<html><p>A chair of oak</p></html>', 'utf16le') }],
    ['soft_404', { body: '<title>Page not found | Shop</title><h1>404</h1><p>Try the search.</p>' }],
    ['soft_404', { body: '<title>Seite nicht gefunden</title><h1>Seite nicht gefunden</h1><p>Leider</p>' }],
    ['ok', { body: '<title>Page not found</title><h1>Oak chair</h1><p>Solid oak</p>' }],
    ['ok', { body: '<title>404 series lamp</title><h1>404 series lamp</h1><p>Brass</p>' }],
    [
      'ok',
      {
        body: '<title>Not found</title><h1>Not found</h1><script type="application/ld+json">{"@type":"Product"}</script>',
      },
    ],
  ])('%s: %o', (category, given) => {
    expect(categoryOf(given)).toBe(category);
  });

  const shell = '<!doctype html><head><title>Shop</title><script src="/app.js"></script></head><body>';
  test.each([
    [
      'needs_browser',
      `${shell}<div id="root"></div><noscript>You need to enable JavaScript to run this app.</noscript>`,
    ],
    ['needs_browser', `${shell}<div id="app"><div class="spinner">Loading the shop for you, one moment</div></div>`],
    [
      'ok',
      `${shell}<div id="root"></div><script type="application/ld+json">{"@type": "Product", "name": "x"}</script>`,
    ],
    ['ok', `${shell}<h1>Oak chair</h1><p>Solid oak, 4 kg, 45 × 50 × 80 cm. Made in Denmark.</p>`],
    ['ok', `${shell}${'<div>Solid oak, 4 kg, with a seat of paper cord, made in Denmark since 1949.</div>'.repeat(4)}`],
  ])('a shell that scripts fill: %s', (category, body) => {
    expect(categoryOf({ body })).toBe(category);
  });
});

const refusals: readonly (readonly [vendor: string, given: Given])[] = [
  ['cloudflare', { headers: { ...html, 'cf-mitigated': 'challenge' }, body: long }],
  ['cloudflare', { status: 200, body: `<title>Just a moment...</title><script>window._cf_chl_opt={}</script>` }],
  [
    'cloudflare',
    { status: 200, body: `<script>window._cf_chl_opt={};${'var x=1;'.repeat(35_000)}</script><div>Checking</div>` },
  ],
  [
    'cloudflare',
    {
      status: 403,
      body: `<h1>Sorry, you have been blocked</h1><span class="cf-error-code">1020</span><p>Performance by Cloudflare</p>`,
    },
  ],
  ['cloudflare', { status: 429, body: `<div class="cf-turnstile"></div><p>Prove it</p>` }],
  [
    'akamai',
    { status: 403, body: `<h1>Access Denied</h1>Reference&#32;&#35;18&#46;2d351ab8&#46;1557333295&#46;a4e16ab` },
  ],
  [
    'akamai',
    { status: 200, body: `<title>Access Denied</title><p>https&#58;&#47;&#47;errors&#46;edgesuite&#46;net&#47;18</p>` },
  ],
  ['imperva', { status: 200, body: `<iframe src="/x">Request unsuccessful. Incapsula incident ID: 89-12</iframe>` }],
  [
    'imperva',
    {
      status: 200,
      body: `<html><head><script src="/_Incapsula_Resource?SWJIYLWA=719d"></script></head><body></body></html>`,
    },
  ],
  ['imperva', { status: 200, body: `<title>Pardon Our Interruption</title><p>As you were browsing</p>` }],
  [
    'datadome',
    { status: 403, body: `<p>Please enable JS</p><script>var dd={'host':'geo.captcha-delivery.com'}</script>` },
  ],
  [
    'datadome',
    {
      status: 403,
      headers: { 'content-type': 'application/json' },
      body: `{"url":"https://geo.captcha-delivery.com/captcha/"}`,
    },
  ],
  ['human', { status: 403, body: `<title>Access to this page has been denied</title><div id="px-captcha"></div>` }],
  ['human', { status: 200, body: `<title>Robot or human?</title><p>Activate and hold the button</p>` }],
  ['aws-waf', { status: 202, headers: { ...html, 'x-amzn-waf-action': 'challenge' }, body: '' }],
  ['aws-waf', { status: 405, body: `<script>window.gokuProps = {}</script><p>Human verification</p>` }],
  ['cloudfront', { status: 403, headers: { ...html, 'x-cache': 'Error from cloudfront' }, body: '<h1>403 ERROR</h1>' }],
  [
    'kasada',
    { status: 429, body: `<script>window.KPSDK={};KPSDK.now=f;KPSDK.start=KPSDK.scriptStart=KPSDK.now()</script>` },
  ],
  [
    'f5',
    {
      status: 200,
      body: `The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1`,
    },
  ],
  [
    'sucuri',
    {
      status: 403,
      body: `<title>Access Denied - Sucuri Website Firewall</title><h1>Sucuri WebSite Firewall - Access Denied</h1>`,
    },
  ],
  ['vercel', { status: 429, headers: { ...html, 'x-vercel-mitigated': 'challenge' }, body: '<p>x</p>' }],
  [
    'anubis',
    {
      status: 200,
      body: `<title>Making sure you're not a bot!</title><script id="anubis_challenge" type="application/json">{}</script>`,
    },
  ],
  ['radware', { status: 200, body: `<script>location="https://validate.perfdrive.com/?ssa=1"</script><p>x</p>` }],
  [
    'hcaptcha',
    { status: 200, body: `<form><div class="h-captcha"></div><input type="submit"></form><p>One more step</p>` },
  ],
  ['recaptcha', { status: 503, body: `<title>Security check</title><div class="g-recaptcha"></div><p>Hello</p>` }],
  ['generic', { status: 403, body: `<h1>Access Denied</h1><p>You don't have permission.</p>` }],
  ['generic', { status: 403, body: `<h1>Zugriff verweigert</h1>` }],
];

describe('judge finds who refused the page', () => {
  test.each(refusals)('%s: %o', (vendor, given) => {
    expect(judge(fakePage(given))).toMatchObject({ ok: false, category: 'bot_detected', vendor });
  });

  test.each<[string, Given]>([
    ['declared', { headers: { ...html, 'cf-mitigated': 'challenge' }, body: long }],
    ['corroborated', { status: 403, body: '<div id="px-captcha"></div>' }],
    ['plausible', { status: 403, body: '<h1>Access Denied</h1>' }],
    ['plausible', { status: 429, body: '<div class="cf-turnstile"></div><p>Prove it</p>' }],
  ])('and how sure that is: %s', (confidence, given) => {
    expect(judge(fakePage(given))).toMatchObject({ category: 'bot_detected', confidence });
  });

  test('says by what it knows', () => {
    expect(judge(fakePage(refusals[1]?.[1]))).toMatchObject({
      confidence: 'corroborated',
      evidence: ['code: _cf_chl_opt'],
      corroboration: ['title: Just a moment...', expect.stringMatching(/^only \d+ characters of text/)],
    });
  });
});

const password = '<form><input name="user"><input type="password" name="pw"><button>Go</button></form>';
const cookies = '<p>We and our partners use cookies.</p><button>Accept all</button><button>Reject all</button>';

describe('judge finds what is shown in the place of the page', () => {
  test.each<[string, Given]>([
    [
      'login_required',
      { finalUrl: 'https://shop.test/account/login?next=%2Fchair', body: `<h1>Welcome</h1>${password}` },
    ],
    ['login_required', { body: `<title>Log in | Shop</title><p>You must be logged in.</p>${password}` }],
    [
      'login_required',
      { body: `<title>Shop</title><h1>Anmelden</h1><p>Bitte anmelden, um die Preise zu sehen.</p>${password}` },
    ],
    [
      'login_required',
      { body: `<h1>Sign in to your account</h1>${password}<input type="hidden" name="to" value="/chair">` },
    ],
    ['login_required', { status: 403, body: `<h1>Inloggen</h1><a href="/new?r=%2Fchair">Account</a>${password}` }],
    ['consent_required', { finalUrl: 'https://consent.shop.test/ask', body: cookies }],
    ['consent_required', { finalUrl: 'https://shop.test/cookie-consent/', body: cookies }],
    ['consent_required', { body: `<title>Before you continue</title>${cookies}` }],
    [
      'consent_required',
      { body: `<h1>Bevor Sie fortfahren</h1><form><input type="submit" value="Alle akzeptieren"></form>` },
    ],
    [
      'region_blocked',
      { body: '<h1>Not available in your region</h1><p>This shop is not available in your region.</p>' },
    ],
    ['region_blocked', { status: 403, body: '<p>We do not ship to your country.</p>' }],
    ['parked', { body: '<title>shop.test</title><h1>shop.test is for sale</h1><p>Buy this domain today.</p>' }],
    [
      'parked',
      {
        finalUrl: 'https://www.shop.test/',
        body: '<p>Diese Domain steht zum Verkauf: shop.test</p><p>shop.test ist zu verkaufen</p>',
      },
    ],
    [
      'parked',
      { body: '<title>shop.test</title><script src="https://img.sedoparking.com/x.js"></script><a>Chairs</a>' },
    ],
    ['soft_404', { body: '<title>Shop</title><h1>Product not found</h1><p>Try the search.</p>' }],
    ['soft_404', { body: '<title>Página no encontrada</title><p>Vuelva al inicio.</p>' }],
    [
      'soft_404',
      { body: `<title>Page not found | Shop</title>${long.repeat(3)}<h1 class="big">Page <b>not</b> found</h1>` },
    ],
  ])('%s: %o', (category, given) => {
    expect(categoryOf(given)).toBe(category);
  });

  test('says by what it knows', () => {
    const page = fakePage({ body: '<h1>Before you continue</h1><button>Accept all</button>' });
    expect(judge(page)).toMatchObject({
      confidence: 'plausible',
      evidence: ['heading: Before you continue'],
      corroboration: ['text: Accept all'],
    });
  });

  const facts = '<script type="application/ld+json">{"@type":"Product","name":"Chair"}</script>';
  test.each<[string, Given]>([
    ['a page that knows a product', { body: `<title>Log in</title><p>You must be logged in.</p>${password}${facts}` }],
    ['a page with much to read', { body: `<title>Log in</title><p>You must be logged in.</p>${password}${long}` }],
    ['a login page, by itself', { body: `<title>Log in</title><h1>Log in</h1>${password}` }],
    [
      'a login beside a product',
      { body: `<title>Oak chair</title><h1>Oak chair</h1><p>Log in to see prices</p>${password}` },
    ],
    [
      'a product named like a login',
      { body: `<title>Sign in desk stand</title><p>You must be logged in.</p>${password}` },
    ],
    [
      'a redirect to another shop',
      { finalUrl: 'https://consentino.test/chair', body: '<h1>Oak chair</h1><p>Cookies are used.</p>' },
    ],
    ['a cookie banner', { body: `<title>Oak chair</title>${cookies}<h1>Oak chair</h1><p>4 kg</p>` }],
    ['a note on deliveries', { body: '<h1>Oak chair</h1><p>This chair is not available in your country.</p>' }],
    ['a chair for sale', { body: '<title>Shop</title><h1>Oak chair for sale at shop.test</h1><p>Buy this chair.</p>' }],
    ['a shop of domains', { body: '<title>Names</title><h1>Chairs.test</h1><p>This domain is for sale.</p>' }],
    [
      'a page with much to read after much that is shown without scripts',
      { body: `<title></title><noscript>${words.repeat(100)}</noscript>${long}<script>gokuProps</script>` },
    ],
    ['a missing chair beside others', { body: `<title>Shop</title><h1>Product not found</h1>${long}` }],
  ])('and is not fooled by %s', (_, given) => {
    expect(judge(fakePage(given))).toEqual({ ok: true });
  });

  test.each([404, 410, 429, 500])('status %i stays what it is', (status) => {
    const body = `<title>Log in</title><p>You must be logged in.</p>${password}`;
    expect(categoryOf({ status, body })).toBe(categoryOf({ status }));
  });
});

describe('judge is not fooled by', () => {
  const form = '<form><input name="email"><input type="password"><div class="g-recaptcha"></div></form>';
  test.each<[string, Given]>([
    ['a captcha on a form of an ordinary page', { body: `${form}${long}` }],
    ['a captcha on a short form', { body: `<h1>Ask us about this chair</h1>${form}` }],
    [
      'an article about bot checks',
      {
        body: `<title>How challenges work</title>${long}<pre>window._cf_chl_opt id="px-captcha" captcha-delivery.com Reference #18.ab.1.cd</pre>`,
      },
    ],
    [
      'signals that are quoted as text',
      {
        body: `<p>&lt;div id="cf-challenge-running"&gt; and gokuProps are what to look for in the source of such pages.</p>`,
      },
    ],
    [
      'signals in comments',
      { body: `<!-- <div id="px-captcha"></div> captcha.px-cdn.net --><h1>Oak chair</h1><p>Solid oak</p>` },
    ],
    [
      'signs that a vendor is only there',
      {
        headers: {
          ...html,
          server: 'cloudflare',
          'cf-ray': '1-AMS',
          'x-iinfo': '1',
          'x-datadome': 'protected',
          'x-cdn': 'Imperva',
        },
        body: `<script src="/cdn-cgi/challenge-platform/scripts/jsd/main.js"></script><script>window._pxAppId='PX1'</script><h1>Oak chair</h1><p>Solid oak</p>`,
      },
    ],
    [
      'an Imperva script on a page with content',
      { body: `<script src="/_Incapsula_Resource?SWJIYLWA=719d"></script><h1>Oak chair</h1><p>Solid oak</p>` },
    ],
    [
      'a policy that names vendors',
      { headers: { ...html, 'content-security-policy': 'script-src captcha-delivery.com' } },
    ],
    ['CloudFront passing a page', { headers: { ...html, 'x-cache': 'Miss from cloudfront' } }],
    [
      'a product with an unlucky name',
      { body: `<title>Blocked heel, access denied print</title><h1>Shirt</h1><p>Are you a robot? it says.</p>` },
    ],
  ])('%s', (_, given) => {
    expect(judge(fakePage(given))).toEqual({ ok: true });
  });

  test.each<[string, number, string]>([
    ['not_found', 404, '<h1>Not found</h1><div class="g-recaptcha"></div>'],
    ['http_server_error', 502, '<h1>The request could not be satisfied.</h1><p>CloudFront could not connect.</p>'],
    [
      'http_server_error',
      504,
      '<title>ERROR: The request could not be satisfied</title><p>CloudFront attempted to establish a connection with the origin, but the origin closed it.</p>',
    ],
    // An error of the site itself, which CloudFront passes on with this header.
    ['http_server_error', 502, '<h1>Bad gateway</h1>'],
    ['http_server_error', 503, '<h1>Maintenance</h1><p>Back at noon.</p>'],
    ['http_server_error', 504, ''],
    ['http_server_error', 502, '<title>Just a moment...</title><div class="cf-turnstile"></div>'],
  ])('the widgets of an error page: %s stays what it is', (category, status, body) => {
    expect(categoryOf({ status, body, headers: { ...html, 'x-cache': 'Error from cloudfront' } })).toBe(category);
  });
});

describe('judge', () => {
  test('has a verdict on anything, and always the same', () => {
    const pieces = fc.constantFrom(
      '<',
      '>',
      '<script>',
      '</script>',
      '<!--',
      '-->',
      '<title>',
      '<h1>',
      '&#',
      ';',
      'x',
      '"',
      '<p>',
    );
    const body = fc.oneof(
      fc.uint8Array(),
      fc.array(pieces).map((parts) => new TextEncoder().encode(parts.join(''))),
    );
    fc.assert(
      fc.property(body, fc.integer({ min: 100, max: 999 }), (bytes, status) => {
        const page = fakePage({ body: bytes, status });
        expect(judge(page)).toEqual(judge(page));
      }),
    );
  });

  test.each([
    '<',
    '<!--',
    '<input ',
    '<script>',
    '&#35;',
    '_Incapsula_Resource?',
    '"@type": [',
    'error 1010 ',
    '<h1>',
    '</noscript>',
  ])('is not slowed down by a page of nothing but %s', (piece) => {
    expect(judge(fakePage({ body: piece.repeat(300_000 / piece.length) }))).toBeDefined();
    const missing = `<title>Not found</title><p>${long.repeat(3)}</p>${piece.repeat(200_000 / piece.length)}`;
    expect(judge(fakePage({ body: missing }))).toBeDefined();
  });
});
