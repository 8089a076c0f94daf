import type { FailureCategory } from '#core/failure.ts';
import type { PipelineError } from '#core/pipeline-error.ts';

/**
 * How much a failure tells about the page, the least first:
 * - `silence`: nobody answered, or not the site
 * - `trouble`: the site answered, and could not
 * - `refusal`: the site answered with something else than the page
 * - `page`: the answer is about the page itself
 */
const telling = ['silence', 'trouble', 'refusal', 'page'] as const;

type FallbackRule = {
  /** Whether another fetcher may fare better. Otherwise the chain ends here. */
  readonly next: boolean;
  readonly tells: (typeof telling)[number];
};

const rule = (tells: FallbackRule['tells'], next: boolean): FallbackRule => ({ tells, next });

/** What a fetcher may end in. Any other category is about this program or its surroundings, and ends everything. */
const fallbackRules: Readonly<Partial<Record<FailureCategory, FallbackRule>>> = {
  timeout: rule('silence', true),
  connection: rule('silence', true),
  circuit_open: rule('silence', true),
  dns: rule('silence', false),
  tls: rule('silence', false),

  http_server_error: rule('trouble', true),
  protocol: rule('trouble', true),

  bot_detected: rule('refusal', true),
  rate_limited: rule('refusal', true),
  needs_browser: rule('refusal', true),
  empty_content: rule('refusal', true),
  // Many sites refuse what they take for a robot with a bare 403, or send it round in circles.
  http_client_error: rule('refusal', true),
  redirect: rule('refusal', true),

  not_found: rule('page', false),
  soft_404: rule('page', false),
  login_required: rule('page', false),
  consent_required: rule('page', false),
  region_blocked: rule('page', false),
  parked: rule('page', false),
  unsupported_content: rule('page', false),
  too_large: rule('page', false),
  robots_denied: rule('page', false),
  forbidden_address: rule('page', false),
  invalid_url: rule('page', false),
};

const categories = Object.keys(fallbackRules) as FailureCategory[];

/** The categories with which a fetcher may end without ending the run. */
export const fetchCategories: ReadonlySet<FailureCategory> = new Set(categories);

/** Those after which the next fetcher is asked, unless configured otherwise. */
export const categoriesThatGoOn: readonly FailureCategory[] = categories.filter(
  (category) => fallbackRules[category]?.next,
);

/** A failure of one fetcher. */
export type FailedFetch = { readonly fetcher: string; readonly failure: PipelineError };

/**
 * The failure that an item ends with: the one that tells the most about the page, and of those the latest. So a
 * connection that breaks does not hide that the site had answered with a bot check.
 */
export function mostTelling(failed: readonly FailedFetch[]): FailedFetch | undefined {
  let most: FailedFetch | undefined;
  for (const each of failed) if (most === undefined || rank(each) >= rank(most)) most = each;
  return most;
}

/** What a service in between says of itself says nothing about the site. */
function rank({ failure }: FailedFetch): number {
  const { category, details } = failure;
  const tells = details['service'] === undefined ? fallbackRules[category]?.tells : 'silence';
  return tells === undefined ? telling.length : telling.indexOf(tells);
}
