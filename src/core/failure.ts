/**
 * The taxonomy of failures as one table. Advice on the console, retry, the metric label, exit codes and
 * docs/failures.md all come from here; nothing else decides what a category means.
 */
export type FailureRule = {
  /** What an item that ends in this category counts as. A page that is legitimately gone is not an error. */
  readonly outcome: 'failed' | 'not_found' | 'skipped';
  /**
   * `never`: permanent. `costs`: tried again with backoff while retries remain.
   * `free`: the other side asked us to wait; the wait is bounded in time, but costs no retry.
   */
  readonly retry: 'never' | 'costs' | 'free';
  /**
   * Whether it ends the item or, being the same for every item, the whole run: at once, or when what is under way
   * has come to its end, because it is paid for (`drain`).
   */
  readonly ends: 'item' | 'run' | 'drain';
  /** How much it should worry whoever is on call. */
  readonly severity: 'info' | 'warning' | 'error';
  /** The exit code when it ends a command: 1 the run itself failed, 2 usage or configuration. */
  readonly exitCode: 1 | 2;
  readonly meaning: string;
  /** What the reader can do next. */
  readonly advice: string;
};

type Kind = Pick<FailureRule, 'outcome' | 'retry' | 'ends' | 'severity' | 'exitCode'>;
const item = { outcome: 'failed', ends: 'item', severity: 'warning', exitCode: 1 } as const;
const permanent: Kind = { ...item, retry: 'never' };
const transient: Kind = { ...item, retry: 'costs' };
const waiting: Kind = { ...item, retry: 'free' };
const gone: Kind = { ...permanent, outcome: 'not_found', severity: 'info' };
const skipped: Kind = { ...permanent, outcome: 'skipped', severity: 'info' };
const unusable: Kind = { ...permanent, exitCode: 2 };
const fatal: Kind = { ...permanent, ends: 'run', severity: 'error' };

const describe = (kind: Kind, meaning: string, advice: string): FailureRule => ({ ...kind, meaning, advice });

export const failureRules = {
  dns: describe(
    transient,
    'The host name does not resolve.',
    'Check the host name for a typing error, and that this machine can resolve names.',
  ),
  connection: describe(
    transient,
    'The connection was refused, reset or closed early.',
    'Try again later with --resume; if it persists, open the URL in a browser from this network.',
  ),
  tls: describe(
    permanent,
    "The site's certificate could not be verified.",
    'Open the URL in a browser. If the certificate is bad there too, tell the site; verification is never turned off.',
  ),
  timeout: describe(
    transient,
    'The site did not answer within the deadline.',
    'Try again later with --resume, or raise --timeout.',
  ),
  protocol: describe(
    transient,
    'The answer was not valid HTTP, or its body was damaged.',
    'Try again with --resume; if it persists, save the page by hand and bring it in with `npm run cache -- import`.',
  ),
  redirect: describe(
    permanent,
    'The redirects form a loop, or there are too many of them.',
    'Open the URL in a browser and put the address where it ends into the input.',
  ),
  not_found: describe(
    gone,
    'The page does not exist (404 or 410).',
    'Look for the product on the site and put its new address into the input.',
  ),
  http_client_error: describe(
    permanent,
    'The site refused the request (a 4xx that is not about bots).',
    'Open the URL in a browser; it may need an account or another address.',
  ),
  http_server_error: describe(transient, 'The site failed to answer (5xx).', 'Try again later with --resume.'),
  bot_detected: describe(
    permanent,
    'The site answered with a bot check or a deny page instead of the product.',
    'Open the URL in a browser, save the page, and bring it in with `npm run cache -- import --url U --file F`.',
  ),
  rate_limited: describe(
    waiting,
    'The site asked to slow down (429) for longer than the run is willing to wait.',
    'Lower --concurrency and continue later with --resume.',
  ),
  robots_denied: describe(
    skipped,
    "The site's robots.txt does not allow this page.",
    'Ask the site, or save the page by hand and bring it in with `npm run cache -- import`.',
  ),
  login_required: describe(
    permanent,
    'The page is behind a login.',
    'Save the page by hand and bring it in with `npm run cache -- import`.',
  ),
  consent_required: describe(
    permanent,
    'The site shows a consent page instead of the product.',
    'Save the page by hand and bring it in with `npm run cache -- import`.',
  ),
  region_blocked: describe(
    permanent,
    'The site does not serve this region (451).',
    'Use the address of the site for your region.',
  ),
  soft_404: describe(
    gone,
    'The page says that the product does not exist, although its status says OK.',
    'Look for the product on the site and put its new address into the input.',
  ),
  parked: describe(permanent, 'The domain is for sale or parked.', 'Look for the manufacturer under another domain.'),
  needs_browser: describe(
    permanent,
    'The page is an empty shell that only a browser can fill.',
    'Save the page by hand from a browser and bring it in with `npm run cache -- import`.',
  ),
  unsupported_content: describe(
    permanent,
    'The address leads to something that is not an HTML page.',
    'Put the address of the product page into the input, not of a document or picture.',
  ),
  too_large: describe(
    permanent,
    'The page is larger than the size limit.',
    'Raise --max-bytes if the page is worth it.',
  ),
  forbidden_address: describe(
    unusable,
    'The address is not one that may be fetched.',
    'Use an http or https address of a public site; --allow-host H:P lets through to one of your own network.',
  ),
  invalid_url: describe(unusable, 'This is not a URL.', 'Correct the row in the input.'),
  not_cached: describe(
    skipped,
    'The page or the answer is not in the cache, and the run may not fetch or ask for it (--cache-only, --answers only).',
    'Run without the flag, or bring the page in with `npm run cache -- import`.',
  ),
  circuit_open: describe(
    waiting,
    'The host or the model failed so often that it is left alone for a while.',
    'Continue later with --resume.',
  ),
  empty_content: describe(
    permanent,
    'The page has no readable content.',
    'Open the page snapshot; if a browser shows more, save the page by hand and bring it in.',
  ),
  parse: describe(
    permanent,
    'The page could not be read as HTML.',
    'Open the page snapshot and report it: the parser should cope with any page.',
  ),
  llm_rate_limited: describe(
    waiting,
    "The model's provider asked to slow down for longer than the run is willing to wait.",
    'Lower --concurrency, or raise the limits of the account, and continue with --resume.',
  ),
  llm_timeout: describe(
    transient,
    'The model did not answer within the deadline.',
    'Continue with --resume, or raise --model-timeout.',
  ),
  llm_provider: describe(
    transient,
    "The model's provider failed or refused the request.",
    "Look at the provider's status page, check the model's name, and continue with --resume.",
  ),
  llm_quota: describe(
    { ...fatal, severity: 'warning' },
    "The account with the model's provider has no quota left.",
    'Add credit to the account, or configure another model (model.fallback), and continue with --resume; what is done is kept.',
  ),
  llm_refused: describe(permanent, 'The model declined to answer.', 'Try another model, or --extractor structured.'),
  llm_output: describe(
    transient,
    'The model answered with something that does not fit the schema.',
    'Try another model, or --extractor structured.',
  ),
  llm_context_length: describe(
    permanent,
    'The page is too long for the model.',
    'Use a model with a longer context, or --extractor structured.',
  ),
  budget_exceeded: describe(
    { ...fatal, ends: 'drain', severity: 'warning' },
    'The budget is spent.',
    'What is done is kept. Continue with --resume and a larger budget, for example --max-cost.',
  ),
  schema_invalid: describe(
    permanent,
    'No valid record could be made from the page.',
    'Open the page snapshot: is it a product page? Try --extractor auto with a model.',
  ),
  config: describe(
    { ...fatal, exitCode: 2 },
    'The configuration cannot work.',
    'Correct the setting that the message names.',
  ),
  store: describe(
    fatal,
    'The run store cannot be read or written.',
    'Check that the disk is not full and that the data directory is writable, then continue with --resume.',
  ),
  cancelled: describe({ ...fatal, severity: 'info' }, 'The run was stopped.', 'Continue with --resume.'),
  internal: describe(
    { ...permanent, severity: 'error' },
    'A bug in specbook.',
    'Please report it with the message and the page snapshot.',
  ),
} as const satisfies Record<string, FailureRule>;

export type FailureCategory = keyof typeof failureRules;

export const failureCategories = Object.keys(failureRules) as readonly FailureCategory[];

/** Those that end the run, as no other item would get past them. */
export const endingCategories: readonly FailureCategory[] = failureCategories.filter(
  (category) => failureRules[category].ends !== 'item',
);

export function ruleOf(category: FailureCategory): FailureRule {
  return failureRules[category];
}
