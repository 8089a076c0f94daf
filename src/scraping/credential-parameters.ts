/**
 * Names of query parameters whose values open a door, in lower case and without `-`, `_` and `.`: `X-Amz-Signature`
 * is `xamzsignature`. Whole names, since `keyword`, `design` and `author` are none; a bare `key` or `code` is left out,
 * because shops number their products with it.
 */
const names: ReadonlySet<string> = new Set([
  // Said by their names.
  'token',
  'accesstoken',
  'authtoken',
  'apitoken',
  'idtoken',
  'refreshtoken',
  'sharetoken',
  'previewtoken',
  'securitytoken',
  'jwt',
  'bearer',
  'auth',
  'authorization',
  'authkey',
  'accesskey',
  'apikey',
  'appkey',
  'secretkey',
  'subscriptionkey',
  'secret',
  'clientsecret',
  'password',
  'passwd',
  'passphrase',
  'pwd',
  'credential',
  'credentials',
  'session',
  'sessionid',
  'sessiontoken',
  'sid',
  'phpsessid',
  'jsessionid',
  'aspsessionid',
  'otp',
  'hmac',
  // Signed addresses: any service; Azure, AWS (versions 4 and 2), Google Cloud, Akamai, Azure API Management.
  'signature',
  'sig',
  'sas',
  'xamzsignature',
  'xamzcredential',
  'xamzsecuritytoken',
  'awsaccesskeyid',
  'xgoogsignature',
  'xgoogcredential',
  'googleaccessid',
  'hdnea',
  'hdnts',
  'ocpapimsubscriptionkey',
  'xapikey',
  'xauthtoken',
]);

/** @param name as it stands in the address, percent-encoding included. */
export function isCredentialParameter(name: string): boolean {
  return names.has(decoded(name).toLowerCase().replaceAll(/[-_.]/gu, ''));
}

/** Text whose percent-encoding is broken stays as it is. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
