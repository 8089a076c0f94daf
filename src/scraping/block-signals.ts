/** Who may stand between us and a page. `generic` when the page does not say who refused it. */
export const blockVendors = [
  'akamai',
  'amazon',
  'anubis',
  'aws-waf',
  'cloudflare',
  'cloudfront',
  'datadome',
  'ddos-guard',
  'distil',
  'f5',
  'generic',
  'hcaptcha',
  'human',
  'imperva',
  'kasada',
  'linkedin',
  'radware',
  'recaptcha',
  'sucuri',
  'vercel',
] as const;

export type BlockVendor = (typeof blockVendors)[number];

/**
 * A second fact that makes a signal believable.
 * - `status`: a status with which requests are refused
 * - `title`: the title of a check or deny page
 * - `small`: little visible text, nothing about a product, hardly a link, nothing to fill in, and no title of its own
 * - `refused`: such a status, with little visible text and nothing about a product
 * - `bare`: the page holds hardly more than the signal
 * - `lone widget`: a tiny page on which there is nothing to fill in but the captcha
 */
export type Corroboration = 'status' | 'title' | 'small' | 'refused' | 'bare' | 'lone widget';

export type BlockSignal = {
  readonly vendor: BlockVendor;
  /**
   * Where to look: tags, tags and scripts that run (`markup`), visible text (entities decoded), the title, all of
   * them (`page`), or one header. Never in scripts that hold data: an article is there once more as JSON. Never in
   * all headers as one string: a Content-Security-Policy names vendors that did nothing.
   */
  readonly where: 'tags' | 'markup' | 'text' | 'title' | 'page' | { readonly header: string };
  readonly pattern: RegExp;
  /** Any one of these must hold too. Empty only for headers in which the vendor itself declares the refusal. */
  readonly needs: readonly Corroboration[];
};

/** Statuses of 400 to 499 that mean something else: a login, a missing page, a slow client, the law. */
const otherMeaning: ReadonlySet<number> = new Set([401, 404, 407, 408, 410, 451]);

/** Whether it is a status with which bot checks and deny pages are sent. */
export function isRefusalStatus(status: number): boolean {
  return status === 503 || status === 999 || (status >= 400 && status < 500 && !otherMeaning.has(status));
}

/** How titles of check and deny pages begin. Corroborates; never decides. */
export const refusalTitle =
  /^(just a moment|attention required|(one moment,? )?please wait|checking your browser|you are being redirected|loading\.\.\. please wait|pardon our interruption|access (to this page has been )?denied|robot (or human|check)|are you (a )?(human|robot)|human verification|verify(ing)? (that )?you are (a )?human|security (check|verification)|bot (check|verification|detection)|captcha|ddos-guard|client challenge|request (rejected|blocked)|sorry, you have been blocked|making sure you|error: the request could not be satisfied|radware (captcha|bot manager)|vercel security checkpoint|(nur )?einen moment|un (instant|momento?|attimo)\b|um momento|(even|een moment) geduld|jeszcze chwil|один момент|подождите|ещ[её] немного|bir dakika|请稍候|請稍候|お待ちください|잠시만 기다)/i;

const declared: readonly Corroboration[] = [];
const strong: readonly Corroboration[] = ['status', 'title', 'small'];
const titled: readonly Corroboration[] = ['status', 'small'];
const weak: readonly Corroboration[] = ['title', 'refused'];
const widget: readonly Corroboration[] = ['title', 'refused', 'lone widget'];

const header = (name: string) => ({ header: name });

/** CloudFront's own error page, unless it tells that the site behind it could not be reached. */
const cloudfrontPage: BlockSignal = {
  vendor: 'cloudfront',
  where: 'text',
  pattern: /request could not be satisfied(?![^]{0,500}\b(origin|could(n['’]t| not) connect)\b)/i,
  needs: strong,
};

/** What counts with a 502 or a 504 too, where anything else only tells that a server is broken. */
export const gatewaySignals: readonly BlockSignal[] = [cloudfrontPage];

/**
 * What refused pages have in them, by vendor. What only shows that a vendor is there (cf-ray, _abck, x-iinfo,
 * visid_incap_, datadome cookies, _pxAppId, …) is left out on purpose: ordinary pages carry it too.
 * Sources: the vendors' documents and public detectors.
 */
export const blockSignals: readonly BlockSignal[] = [
  { vendor: 'cloudflare', where: header('cf-mitigated'), pattern: /^challenge$/i, needs: declared },
  { vendor: 'cloudflare', where: 'markup', pattern: /_cf_chl_opt/, needs: strong },
  { vendor: 'cloudflare', where: 'markup', pattern: /__cf_chl_(f_|rt_|jschl_|captcha_)?tk/, needs: strong },
  {
    vendor: 'cloudflare',
    where: 'tags',
    pattern: /id=["']?(cf-challenge-running|turnstile-wrapper)\b/,
    needs: strong,
  },
  {
    vendor: 'cloudflare',
    where: 'tags',
    pattern: /name=["']?jschl_(vc|answer)\b|cf-browser-verification/,
    needs: strong,
  },
  { vendor: 'cloudflare', where: 'tags', pattern: /\/cdn-cgi\/l\/chk_(captcha|jschl)/, needs: strong },
  { vendor: 'cloudflare', where: 'title', pattern: /^Attention Required! \| Cloudflare/i, needs: titled },
  {
    vendor: 'cloudflare',
    where: 'text',
    pattern: /(you have been blocked|error\s+10(0[5-9]|1[02]|20))[^]{0,2000}cloudflare/i,
    needs: strong,
  },

  { vendor: 'akamai', where: 'text', pattern: /Reference\s*#\s*\d+\.[0-9a-f]+\.\d+/i, needs: strong },
  { vendor: 'akamai', where: 'page', pattern: /errors\.edgesuite\.net/i, needs: strong },
  { vendor: 'akamai', where: header('akamai-cache-status'), pattern: /^error/i, needs: ['status'] },

  { vendor: 'imperva', where: 'page', pattern: /Incapsula incident ID/i, needs: strong },
  { vendor: 'imperva', where: 'title', pattern: /^Pardon Our Interruption/i, needs: titled },
  {
    vendor: 'imperva',
    where: 'markup',
    pattern: /_Incapsula_Resource\?([^\s"']{0,200}&)?SWJIYLWA=/,
    needs: ['bare', 'refused'],
  },

  { vendor: 'datadome', where: 'page', pattern: /\bcaptcha-delivery\.com/i, needs: strong },
  { vendor: 'datadome', where: header('x-dd-b'), pattern: /^[12]$/, needs: titled },
  { vendor: 'datadome', where: 'page', pattern: /DataDome (Device Check|CAPTCHA)/i, needs: strong },

  { vendor: 'human', where: 'markup', pattern: /id=["']?px-captcha\b|captcha\.px-(cdn|cloud)\.net/i, needs: strong },
  {
    vendor: 'human',
    where: 'title',
    pattern: /^(Access to this page has been denied|Robot or human\?)/i,
    needs: titled,
  },
  {
    vendor: 'human',
    where: 'text',
    pattern: /Access to this page has been denied|Robot or human\?/i,
    needs: ['title', 'status', 'bare'],
  },

  { vendor: 'aws-waf', where: header('x-amzn-waf-action'), pattern: /^(challenge|captcha)$/i, needs: declared },
  { vendor: 'aws-waf', where: 'markup', pattern: /\bgokuProps\b/, needs: strong },
  // With a 5xx the header alone says nothing: an error of the site behind it that is passed on has it too.
  { vendor: 'cloudfront', where: header('x-cache'), pattern: /^Error from cloudfront/i, needs: ['refused'] },
  cloudfrontPage,

  { vendor: 'kasada', where: 'markup', pattern: /KPSDK\.scriptStart\s*=\s*KPSDK\.now\(\)/, needs: strong },
  { vendor: 'kasada', where: header('x-kpsdk-ct'), pattern: /./, needs: ['status'] },
  {
    vendor: 'f5',
    where: 'text',
    pattern: /The requested URL was rejected\. Please consult with your administrator/i,
    needs: strong,
  },
  { vendor: 'sucuri', where: header('x-sucuri-block'), pattern: /./, needs: declared },
  { vendor: 'sucuri', where: 'page', pattern: /Sucuri Web ?Site Firewall/i, needs: ['title', 'refused'] },
  { vendor: 'sucuri', where: 'markup', pattern: /sucuri_cloudproxy_js/, needs: strong },
  { vendor: 'distil', where: 'markup', pattern: /distilCaptchaForm|distil_r_(captcha|blocked)/i, needs: strong },
  { vendor: 'vercel', where: header('x-vercel-mitigated'), pattern: /^(challenge|deny)$/i, needs: declared },
  { vendor: 'vercel', where: 'title', pattern: /^Vercel Security Checkpoint/i, needs: titled },
  { vendor: 'anubis', where: 'tags', pattern: /<script[^>]{0,200}id=["']?anubis_challenge/i, needs: strong },
  { vendor: 'radware', where: 'page', pattern: /\bvalidate\.perfdrive\.com/i, needs: strong },
  { vendor: 'ddos-guard', where: 'title', pattern: /^DDOS-GUARD/i, needs: titled },
  { vendor: 'amazon', where: 'tags', pattern: /\/errors\/validateCaptcha/, needs: strong },

  {
    vendor: 'cloudflare',
    where: 'tags',
    pattern: /challenges\.cloudflare\.com\/turnstile|class=["'][^"']{0,100}\bcf-turnstile\b/i,
    needs: widget,
  },
  {
    vendor: 'recaptcha',
    where: 'tags',
    pattern: /class=["'][^"']{0,100}\bg-recaptcha\b|\/recaptcha\/(api|enterprise)\.js/i,
    needs: widget,
  },
  {
    vendor: 'hcaptcha',
    where: 'tags',
    pattern: /class=["'][^"']{0,100}\bh-captcha\b|\bhcaptcha\.com\/1\/api\.js/i,
    needs: widget,
  },

  { vendor: 'generic', where: 'title', pattern: refusalTitle, needs: ['refused'] },
  {
    vendor: 'generic',
    where: 'title',
    pattern: /^(access denied|human verification|robot check|captcha\b)/i,
    needs: ['small'],
  },
  {
    vendor: 'generic',
    where: 'text',
    pattern:
      /access (is |was |has been )?denied|zugriff verweigert|accès (refusé|interdit)|acceso denegado|accesso negato|acesso negado|toegang geweigerd|åtkomst nekad|odmowa dostępu|доступ запрещ[её]н|访问被拒绝|アクセスが拒否/i,
    needs: ['refused'],
  },
  {
    vendor: 'generic',
    where: 'text',
    pattern:
      /(verify|confirm|prove|check)(ing)? (that )?(you are|you're|if you are) (a |not a )?(human|robot|bot)|unusual (traffic|activity)|automated (access|requests|queries)|complete the (security check|captcha)|your (request|ip address) has been blocked|checking your browser/i,
    needs: weak,
  },
];
