import type { FailureCategory } from '#core/failure.ts';

/** A way in which a site behaves, and what a fetch of it ends as, once the answer has been judged. */
export type HostileBehaviour = {
  readonly name: string;
  readonly path: string;
  /** `page` when it counts as the page that was asked for. */
  readonly ends: FailureCategory | 'page';
  /** Milliseconds, for what would take as long as it may. */
  readonly timeout?: number;
};

const behaviour = (name: string, path: string, ends: HostileBehaviour['ends'], timeout?: number): HostileBehaviour => ({
  name,
  path,
  ends,
  ...(timeout === undefined ? {} : { timeout }),
});

/** Long enough for a browser to open a page, and to be asked of a machine that is busy. */
const patience = 2_500;

export const hostileBehaviours: readonly HostileBehaviour[] = [
  behaviour('an ordinary page', '/article', 'page'),
  behaviour('HTTP/1.0, ended by the connection', '/http-1.0', 'page'),
  behaviour('early hints before the answer', '/early-hints', 'page'),
  behaviour('a charset that there is not', '/charset-unknown', 'page'),
  behaviour('a charset that is wrong', '/charset-wrong', 'page'),
  behaviour('a Content-Type that is none', '/type-nonsense', 'page'),
  behaviour('credentials in a redirect', '/redirect-with-credentials', 'page'),

  behaviour('a gzip bomb, 1000:1', '/gzip-bomb', 'too_large'),
  behaviour('a brotli bomb', '/br-bomb', 'too_large'),
  behaviour('a zstd bomb', '/zstd-bomb', 'too_large'),
  behaviour('a bomb in a bomb', '/gzip-twice-bomb', 'too_large'),
  behaviour('five encodings', '/encoded-too-often', 'protocol'),
  behaviour('gzip that is cut off', '/gzip-cut-off', 'protocol'),
  behaviour('gzip that is cut off late', '/gzip-cut-off-late', 'protocol'),
  behaviour('deflate that is cut off', '/deflate-cut-off', 'protocol'),
  behaviour('brotli that is cut off', '/br-cut-off', 'protocol'),
  behaviour('zstd that is cut off', '/zstd-cut-off', 'protocol'),
  // All of the page is there, to its own end; what is missing is the checksum.
  behaviour('gzip without its checksum', '/gzip-without-checksum', 'protocol'),
  behaviour('gzip, and no end tag', '/gzip-without-end-tag', 'page'),
  behaviour('gzip, and neither html nor body', '/compressed?coding=gzip', 'page'),
  behaviour('deflate, and neither html nor body', '/compressed?coding=deflate', 'page'),
  behaviour('brotli, and neither html nor body', '/compressed?coding=br', 'page'),
  behaviour('zstd, and neither html nor body', '/compressed?coding=zstd', 'page'),
  behaviour('compressed for who asks for it', '/compressed-if-asked', 'page'),
  behaviour('a redirect to a compressed page', '/redirect-to-compressed', 'page'),
  behaviour('a redirect to one that is cut off', '/redirect-to-compressed?at=60', 'protocol'),
  behaviour('a compressed page with nothing in it', '/compressed?at=0', 'empty_content'),
  behaviour('a compressed refusal', '/compressed-429', 'rate_limited'),
  behaviour('gzip that is none', '/gzip-in-name-only', 'protocol'),
  behaviour('an encoding that there is not', '/unknown-encoding', 'protocol'),
  behaviour('a body without end', '/endless', 'too_large'),
  behaviour('a size beyond the limit, announced', '/declared-too-large', 'too_large'),

  behaviour('a header of 10 MB', '/headers-10mb', 'too_large'),
  behaviour('50,000 headers', '/headers-many', 'too_large'),
  behaviour('headers without end, slowly', '/headers-endless', 'timeout', patience),
  behaviour('a NUL in a header', '/headers-nul', 'protocol'),
  behaviour('a header without a colon', '/header-without-colon', 'protocol'),

  behaviour('no HTTP at all', '/not-http', 'protocol'),
  behaviour('a status that is no number', '/status-nonsense', 'protocol'),
  behaviour('a version that there is not', '/version-nonsense', 'protocol'),
  behaviour('HTTP/2 to who speaks HTTP/1', '/http2-preface', 'protocol'),
  behaviour('a negative Content-Length', '/content-length-negative', 'protocol'),
  behaviour('a Content-Length that is no number', '/content-length-nonsense', 'protocol'),
  behaviour('two Content-Lengths', '/content-length-twice', 'protocol'),
  behaviour('Content-Length and chunks', '/content-length-and-chunked', 'protocol'),
  behaviour('a Content-Length that is too long', '/content-length-too-long', 'protocol'),
  behaviour('a chunk size that is no number', '/chunk-size-nonsense', 'protocol'),
  behaviour('a chunk size beyond all numbers', '/chunk-size-huge', 'protocol'),
  behaviour('chunks that are cut off', '/chunked-cut-off', 'protocol'),

  behaviour('a reset before the headers', '/reset-before-headers', 'connection'),
  behaviour('an end before the headers', '/closed-before-headers', 'connection'),
  behaviour('a reset after the headers', '/reset-after-headers', 'connection'),
  behaviour('a reset within the body', '/reset-mid-body', 'connection'),
  behaviour('headers that never come', '/slow-headers', 'timeout', patience),
  behaviour('a body that stops coming', '/slow-body', 'timeout', patience),
  behaviour('a byte now and then', '/drip', 'timeout', patience),

  behaviour('204', '/204', 'empty_content'),
  behaviour('a 200 with nothing in it', '/empty', 'empty_content'),
  behaviour('206, unasked', '/206', 'protocol'),
  behaviour('304, without anything to compare with', '/304', 'empty_content'),
  behaviour('401', '/401', 'login_required'),
  behaviour('403', '/403', 'http_client_error'),
  behaviour('404', '/404', 'not_found'),
  behaviour('410', '/410', 'not_found'),
  behaviour('418', '/418', 'http_client_error'),
  behaviour('429', '/429', 'rate_limited'),
  behaviour('451', '/451', 'region_blocked'),
  behaviour('500', '/500', 'http_server_error'),
  behaviour('503', '/503', 'http_server_error'),
  behaviour('999', '/999', 'bot_detected'),
  behaviour('a PDF', '/pdf', 'unsupported_content'),
  behaviour('a download', '/download', 'unsupported_content'),

  behaviour('a redirect to itself', '/redirect-loop', 'redirect'),
  behaviour('redirects in a circle', '/redirect-loop-of-two', 'redirect'),
  behaviour('redirects that become longer', '/redirect-ever-longer', 'redirect'),
  behaviour('a redirect without an address', '/302-without-location', 'redirect'),
  behaviour('a redirect to nonsense', '/redirect-nonsense', 'redirect'),
  behaviour('a redirect to a file', '/redirect-to-file', 'forbidden_address'),
  behaviour('a redirect to a script', '/redirect-to-javascript', 'forbidden_address'),
  behaviour('a redirect to data', '/redirect-to-data', 'forbidden_address'),
  behaviour('a redirect to FTP', '/redirect-to-ftp', 'forbidden_address'),
];
