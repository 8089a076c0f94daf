import type { FailureCategory } from '#core/failure.ts';
import { PipelineError } from '#core/pipeline-error.ts';

/**
 * What the errors of impit mean: their class, or the text of the Rust error inside of them, for there are no codes.
 * First match wins; a reset while reading is also called an error of decoding. Source: impit's errors and those of
 * the libraries that it is made of (reqwest, hyper, rustls), as they were seen.
 */
const meanings: readonly (readonly [RegExp, FailureCategory])[] = [
  [/"dns error"|failed to lookup address/, 'dns'],
  [/^(Connect|Read|Write|Pool)?Timeout(Error)?\b|\bTimedOut\b/, 'timeout'],
  [
    /InvalidCertificate|InvalidMessage|AlertReceived|PeerIncompatible|PeerMisbehaved|NoCertificatesPresented|NoApplicationProtocol|UnsupportedNameType|HandshakeFailure/,
    'tls',
  ],
  [
    /Connection(Reset|Refused|Aborted)|BrokenPipe|NotConnected|(Host|Network)Unreachable|NetworkDown|AddrNotAvailable|tcp connect error|^ConnectError\b|^CloseError\b/,
    'connection',
  ],
  // An answer that ended before it began.
  [/^RemoteProtocolError\b|IncompleteMessage/, 'connection'],
  [
    /Error reading response stream|^(HTTPError|DecodingError|LocalProtocolError|ProtocolError|RequestError)\b/,
    'protocol',
  ],
  [/^(TransportError|NetworkError|ReadError|WriteError|Proxy\w+)\b/, 'connection'],
];

/** Whether it is the proxy in between that would not connect; it knows why. */
export function isRefusedTunnel(error: unknown): boolean {
  return error instanceof Error && error.name === 'ProxyTunnelError';
}

/** The longest that is kept of an error's text: it prints whole structures. */
const longestText = 500;

/** As `networkFailure`: an error that is not about the network is given back as it is, for it is a bug. */
export function impitFailure(error: unknown, url: URL): unknown {
  if (error instanceof PipelineError || !(error instanceof Error)) return error;
  const text = `${error.name}: ${error.message}`;
  const category = meanings.find(([pattern]) => pattern.test(text) || pattern.test(error.message))?.[1];
  if (category === undefined) return error;
  const reason = error.message.replace(/\s+/g, ' ').slice(0, longestText);
  // Not the error itself: its text names the whole URL, with whatever is secret in it.
  return new PipelineError(category, `${url.host}: ${plainWords[category] ?? 'the exchange failed'}`, {
    details: { host: url.host, reason: reason.replaceAll(/https?:[^\s"]*/g, url.host) },
  });
}

const plainWords: Readonly<Partial<Record<FailureCategory, string>>> = {
  dns: 'the host name does not resolve',
  timeout: 'no answer in time',
  tls: 'no trustworthy TLS connection',
  connection: 'the connection was refused, reset or closed early',
  protocol: 'the answer is not valid HTTP, or its body is damaged or cut off',
};
