/**
 * Query parameters that advertising and mailing tools append to links. They say where a visitor came from,
 * never which page is meant, so two URLs that differ only in them are the same page.
 * Sources: the documentation of each tool, by the comment beside it. All lower case.
 */
export const trackingParameters: ReadonlySet<string> = new Set([
  // Google Ads and Analytics
  'gclid',
  'gclsrc',
  'dclid',
  'gbraid',
  'wbraid',
  'gad_source',
  'gad_campaignid',
  'srsltid',
  '_ga',
  '_gl',
  // Meta, Microsoft, Yandex, X, TikTok, LinkedIn, Pinterest, Snapchat, Reddit, Instagram
  'fbclid',
  'msclkid',
  'yclid',
  'ysclid',
  'twclid',
  'ttclid',
  'li_fat_id',
  'epik',
  'sccid',
  'rdt_cid',
  'igshid',
  'igsh',
  // Mailchimp, HubSpot, Marketo, Vero, Omeda, Klaviyo
  'mc_cid',
  'mc_eid',
  '_hsenc',
  '_hsmi',
  'hsctatracking',
  'mkt_tok',
  'vero_id',
  'vero_conv',
  'oly_enc_id',
  'oly_anon_id',
  '_kx',
]);

/** Families of such parameters: Urchin (Google Analytics), Matomo and Piwik. */
export const trackingPrefixes: readonly string[] = ['utm_', 'mtm_', 'pk_campaign', 'pk_kwd'];
