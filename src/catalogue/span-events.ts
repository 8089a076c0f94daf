import { conventions } from './conventions.ts';
import { type GivenAttribute, spanAttributes, type SpanEventDefinition } from './span.ts';

const { errorType } = conventions;

/** What happens in the course of an operation, by the name that the fact has for it. */
export const spanEvents: Readonly<Record<string, SpanEventDefinition>> = {
  retry_wait: event('specbook.retry_wait', 'A wait in place before the same is tried again.', {
    milliseconds: ['specbook.wait', 'how long, in milliseconds'],
    reason: ['specbook.retry.reason', 'the category of the failure that is tried again'],
  }),
  limiter_wait: event('specbook.limiter_wait', 'A wait for the limits of a model or a host.', {
    model: [conventions.genAiRequestModel, 'the model that is to be asked'],
    milliseconds: ['specbook.wait', 'how long, in milliseconds'],
    limit: ['specbook.limit', 'which limit'],
  }),
  cache_hit: event('specbook.cache_hit', 'The answer came from the cache.', {
    fetched_at: ['specbook.cache.fetched_at', 'when it was fetched'],
    absent_since: ['specbook.cache.absent_since', 'since when it is known that there is no such page'],
  }),
  stale_page: event('specbook.stale_page', 'A page that is too old is used, as there is no newer one to be had.', {
    fetched_at: ['specbook.cache.fetched_at', 'when it was fetched'],
    instead_of: [errorType, 'the category of the failure that it stands in for'],
  }),
  politeness_wait: event('specbook.politeness_wait', 'A wait in place, so that the host is not asked too often.', {
    milliseconds: ['specbook.wait', 'how long, in milliseconds'],
  }),
  withheld: event('specbook.withheld', 'A request was let through and not sent: its host asked for time just then.', {
    host: [conventions.serverAddress, 'the host, which may be one that a redirect leads to'],
    milliseconds: ['specbook.wait', 'for how long, in milliseconds'],
  }),
  robots_txt: event('specbook.robots_txt', 'The rules of the host for robots were fetched.', {
    status: [conventions.httpResponseStatus, 'the status of the answer'],
  }),
  robots_denied: event('specbook.robots_denied', 'The rules of the host for robots do not allow the page.', {
    where: ['specbook.robots.where', 'the rule, or what else says so'],
  }),
  refused: event('specbook.refused', 'The answer is not the page that was asked for.', {
    category: [errorType, 'what it is instead'],
    confidence: ['specbook.verdict.confidence', 'how sure that is'],
    evidence: ['specbook.failure.evidence', 'what shows it'],
    corroboration: ['specbook.failure.corroboration', 'what confirms it'],
    vendor: ['specbook.bot.vendor', 'who made the bot check or deny page'],
  }),
  fallback: event('specbook.fallback', 'Another is asked in the place of one that failed.', {
    from: ['specbook.fallback.from', 'who failed'],
    to: ['specbook.fallback.to', 'who is asked'],
    reason: [errorType, 'why'],
  }),
  budget_wait: event('specbook.budget_wait', 'A wait for what other calls have set aside of a budget.', {
    model: [conventions.genAiRequestModel, 'the model that is to be asked'],
    milliseconds: ['specbook.wait', 'how long, in milliseconds'],
  }),
  cascade: event('specbook.cascade', 'A larger model is asked for what the first did not give.', {
    reason: [errorType, 'why'],
    fields: ['specbook.fields.asked', 'the fields that it is asked for'],
  }),
  document_reduced: event('specbook.document_reduced', 'The model is asked about a part of the page.', {
    share: ['specbook.document.share', 'how much of it, between 0 and 1'],
  }),
  parked: event('specbook.parked', 'The item gives up its place and comes back later.', {
    until: ['specbook.parked.until', 'when it comes back at the earliest, ISO 8601 in UTC'],
    scope: ['specbook.parked.scope', 'whether the item waits, or all of its host'],
    reason: ['specbook.retry.reason', 'the category of the failure that it waits for'],
  }),
  content: event('specbook.content', 'What was sent or received, cut short; only with traces.content.', {
    system: ['gen_ai.system_instructions', 'what the model was told to be'],
    input: ['gen_ai.input.messages', 'what the model was asked'],
    output: ['gen_ai.output.messages', 'what the model answered'],
    page: ['specbook.page.content', 'the beginning of the page'],
  }),
};

function event(name: string, help: string, given: Readonly<Record<string, GivenAttribute>>): SpanEventDefinition {
  return { name, help, attributes: spanAttributes(given) };
}
