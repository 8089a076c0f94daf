import { isCredentialParameter } from './credential-parameters.ts';

/** Names of query parameters whose values may open a door. Rather one too many: this is for telemetry only. */
const credentialName = /token|key|secret|sig|pass|auth|credential|session/i;

/** The URL as it may appear on spans and in logs: without credentials, with secret query values blotted out. */
export function redactUrl(url: URL): string {
  const redacted = new URL(url);
  redacted.username = '';
  redacted.password = '';
  redacted.hash = '';
  // With its own question mark: a query that begins with another would lose that one.
  const query = url.search.slice(1).split('&').map(redactParameter).join('&');
  redacted.search = query === '' ? '' : `?${query}`;
  return redacted.href;
}

function redactParameter(parameter: string): string {
  const equals = parameter.indexOf('=');
  if (equals === -1) return parameter;
  const name = parameter.slice(0, equals);
  return credentialName.test(name) || isCredentialParameter(name) ? `${name}=REDACTED` : parameter;
}

/**
 * Any text with what looks like the credentials of an address blotted out: a user name and password before a host, and
 * the values of credential parameters. For messages that quote what somebody wrote.
 */
export function redactText(text: string): string {
  return text
    .replaceAll(/\/\/[^/?#@\s"'<>]*@/gu, '//')
    .replaceAll(/([?&;])([^=&;#\s"'<>]{1,60})=([^&;#\s"'<>]+)/gu, (whole, before: string, name: string) =>
      isCredentialParameter(name) ? `${before}${name}=REDACTED` : whole,
    );
}
