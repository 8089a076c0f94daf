import { JobTimeoutError, SdkError } from 'firecrawl';
import type { FailureCategory } from '#core/failure.ts';
import { PipelineError } from '#core/pipeline-error.ts';

/** What the service says of the site. Source: the codes in Firecrawl's own errors (apps/api, version 2). */
const categoryOfCode: Readonly<Record<string, FailureCategory>> = {
  SCRAPE_TIMEOUT: 'timeout',
  SCRAPE_DNS_RESOLUTION_ERROR: 'dns',
  SCRAPE_SSL_ERROR: 'tls',
  SCRAPE_SITE_ERROR: 'connection',
  SCRAPE_ALL_ENGINES_FAILED: 'connection',
  SCRAPE_UNSUPPORTED_FILE_ERROR: 'unsupported_content',
};

/** What the service says of itself or of our account. */
const categoryOfStatus: Readonly<Record<number, FailureCategory>> = {
  401: 'config',
  402: 'rate_limited',
  408: 'timeout',
  429: 'rate_limited',
  504: 'timeout',
};

/** Milliseconds. The service says how long in its message; some deployments do not. */
const usualWait = 10_000;
/** Milliseconds. Credits come back with the next period of the plan or by a payment, not by waiting a little. */
const waitForCredits = 60 * 60 * 1_000;

/**
 * Translates what Firecrawl's client throws. All of it names the service, so that a limit of the service is not
 * taken for one of the site; being asked to wait makes the item wait, and not its host.
 * The client's error is not kept as a cause: it may hold the request, and with it the key.
 */
export function firecrawlFailure(error: unknown, url: URL): unknown {
  if (error instanceof PipelineError) return error;
  if (!(error instanceof SdkError) && !(error instanceof JobTimeoutError)) return error;
  const { status, code } = error;
  const category = categoryOf(status, code);
  const retryAfter = category === 'rate_limited' ? waitFor(status, error.message) : undefined;
  const reason = error.message.slice(0, 300);
  return new PipelineError(category, `${url.host}, through Firecrawl: ${wording(status, reason)}`, {
    details: {
      service: 'firecrawl',
      ...(status === undefined ? {} : { serviceStatus: status }),
      ...(code === undefined ? {} : { code }),
    },
    waits: 'item',
    ...(retryAfter === undefined ? {} : { retryAfter }),
  });
}

function categoryOf(status: number | undefined, code: string | undefined): FailureCategory {
  const said = categoryOfCode[code ?? ''] ?? categoryOfStatus[status ?? 0];
  if (said !== undefined) return said;
  if (status === undefined) return code === 'ETIMEDOUT' || code === 'ECONNABORTED' ? 'timeout' : 'connection';
  return status >= 400 && status < 500 ? 'http_client_error' : 'http_server_error';
}

function waitFor(status: number | undefined, message: string): number {
  if (status === 402) return waitForCredits;
  const seconds = /retry after (\d{1,5})\s?s/i.exec(message)?.[1];
  return seconds === undefined ? usualWait : Number(seconds) * 1_000;
}

function wording(status: number | undefined, reason: string): string {
  if (status === 401) return 'the key was refused (SPECBOOK_FIRECRAWL_API_KEY)';
  if (status === 402) return 'the credits are used up';
  return reason;
}
