import { conventions } from './conventions.ts';
import { type SpanDefinition, spanAttributes } from './span.ts';

const { errorType } = conventions;

/** Why an attempt repeats another. */
const retries = {
  retry: [conventions.httpResendCount, 'how many times the same was tried before'],
  retry_reason: ['specbook.retry.reason', 'the category of the failure that is tried again'],
} as const;

/** What was spent, on whatever span it was spent. */
const costs = {
  cost_nano_dollars: ['specbook.cost.nano_usd', 'what it cost, in nano-dollars'],
  cost_source: ['specbook.cost.source', 'reported, estimated or unpriced'],
  price_version: ['specbook.cost.price_version', 'the price list that made the amount'],
} as const;

/** The spans of a pipeline that fetches pages and asks models. */
export const spans: readonly SpanDefinition[] = [
  {
    fact: 'settlement',
    parent: undefined,
    name: 'item',
    kind: 'internal',
    help: 'An item, from when it was first taken up until it settled. The root of its trace.',
    constants: {},
    attributes: spanAttributes({ outcome: ['specbook.outcome', 'how it ended'] }),
  },
  {
    fact: 'stage',
    parent: 'settlement',
    name: '{stage}',
    kind: 'internal',
    help: 'One run of a stage.',
    constants: {},
    attributes: spanAttributes({
      recalled: ['specbook.recalled', 'the result was stored by an earlier delivery, and was not made again'],
      extractor: ['specbook.extractor', 'what looked for the values'],
      fields: ['specbook.fields', 'how many fields have a value'],
      fields_asked: ['specbook.fields.asked', 'the fields that the model was asked for'],
      fields_answered: ['specbook.fields.answered', 'the fields that it gave a value for'],
      prompt_id: ['specbook.prompt.id', 'the prompt'],
      prompt_version: ['specbook.prompt.version', 'its version'],
      prompt_hash: ['specbook.prompt.hash', 'the hash of its text'],
      model: [conventions.genAiRequestModel, 'the model that was asked'],
      response_model: [conventions.genAiResponseModel, 'the model that answered'],
      route: ['specbook.model.route', 'which rule chose the model, from 1'],
      grounded_model: ['specbook.grounded.model', 'values of models that stand in the page'],
      ungrounded_model: ['specbook.ungrounded.model', 'values of models that do not'],
      grounded_page: ['specbook.grounded.page', "values of the page's own data that stand in it as what they are"],
      ungrounded_page: ['specbook.ungrounded.page', "values of the page's own data that do not"],
      cascade: ['specbook.model.cascade', 'why the larger model was asked as well'],
      html_characters: ['specbook.html.characters', 'the length of the page'],
      document_tokens: ['specbook.document.tokens', 'the length of what is left of it, in estimated tokens'],
      document_tokens_shown: ['specbook.document.shown', 'tokens of it that the model was shown'],
      verdict: ['specbook.verdict', 'what the record is worth'],
      fields_found: ['specbook.fields.found', 'the fields that the record has a value for'],
      fields_missing: ['specbook.fields.missing', 'the fields that it has none for'],
      images: ['specbook.images', 'pictures that the page names'],
      images_accepted: ['specbook.images.accepted', 'pictures that were looked at and are pictures'],
      images_refused: ['specbook.images.refused', 'pictures that were looked at and are none'],
      images_unreachable: ['specbook.images.unreachable', 'pictures that could not be looked at for the moment'],
      documents: ['specbook.documents', 'spec sheets, manuals and drawings that the page names'],
      documents_accepted: ['specbook.documents.accepted', 'those that were looked at and are what they are said to be'],
      documents_refused: ['specbook.documents.refused', 'those that were looked at and are not'],
      documents_unreachable: ['specbook.documents.unreachable', 'those that could not be looked at for the moment'],
      issues: ['specbook.quality.issues', 'what is doubtful or missing in the record'],
    }),
  },
  {
    fact: 'page',
    parent: 'stage',
    name: 'page',
    kind: 'internal',
    help: 'All that it took to bring a page: cache, attempts, waits in place.',
    constants: {},
    attributes: spanAttributes({
      cache: ['specbook.cache.result', 'what came of looking into the cache'],
      fetcher: ['specbook.fetcher', 'the fetcher that got the page in the end'],
    }),
  },
  {
    fact: 'fetch',
    parent: 'page',
    name: 'GET',
    kind: 'client',
    help: 'One attempt to bring a page from its site, redirects included.',
    constants: { [conventions.httpRequestMethod]: 'GET' },
    attributes: spanAttributes({
      ...retries,
      ...costs,
      url: [conventions.urlFull, 'the address that was asked for, without credentials'],
      status: [conventions.httpResponseStatus, 'the status of the last answer'],
      http_version: [conventions.networkProtocolVersion, 'the version of HTTP'],
      bytes: [conventions.httpResponseBodySize, 'bytes of the body as they were received'],
      body_bytes: ['specbook.body.size', 'bytes of the body once decompressed'],
      redirects: ['specbook.redirects', 'how many redirects were followed'],
      fetcher: ['specbook.fetcher', 'how the page was asked for'],
      vendor: ['specbook.bot.vendor', 'who made the bot check or deny page'],
      confidence: ['specbook.verdict.confidence', 'how sure it is that this is not the page'],
      limiter_wait: ['specbook.limiter.wait', 'milliseconds that the attempt waited in place for its host'],
      snapshot: ['specbook.snapshot', 'where what was answered instead is kept: the SHA-256 of its body'],
      service: ['specbook.scraping_service', 'the service that fetched it for us'],
      credits: ['specbook.scraping_service.credits', 'what the service charged, in its credits'],
    }),
  },
  {
    fact: 'completion',
    parent: 'stage',
    name: 'completion',
    kind: 'internal',
    help: 'All that it took to get an answer: cache, attempts, other models, repairs.',
    constants: {},
    attributes: spanAttributes({
      cache: ['specbook.cache.result', 'what came of looking for the answer in the cache'],
      model: [conventions.genAiRequestModel, 'the model that was asked first'],
      response_model: [conventions.genAiResponseModel, 'the model that answered in the end'],
      recovery: ['specbook.output.recovery', 'what it took to recover the answer'],
      repairs: ['specbook.output.repairs', 'how often the model was asked to mend its answer'],
      fallback: ['specbook.model.fallback', 'the last other model that was asked because one failed'],
      document_share: ['specbook.document.share', 'the part of the document that was shown, when it was too long'],
      redactions: ['specbook.redactions', 'how many passages were replaced before anything was sent'],
    }),
  },
  {
    fact: 'model_call',
    parent: 'completion',
    name: 'chat {model}',
    kind: 'client',
    help: 'One request to a model.',
    constants: { [conventions.genAiOperation]: 'chat' },
    attributes: spanAttributes({
      ...retries,
      ...costs,
      provider: [conventions.genAiProvider, 'who runs the model'],
      model: [conventions.genAiRequestModel, 'the model that was asked'],
      response_model: [conventions.genAiResponseModel, 'the model that answered'],
      finish_reason: [conventions.genAiFinishReasons, 'why the answer ended', 'list'],
      input_tokens: [conventions.genAiInputTokens, 'tokens sent, cached ones included'],
      cached_tokens: [conventions.genAiCachedTokens, 'tokens that the provider read from its cache'],
      cache_write_tokens: [conventions.genAiCacheWriteTokens, 'tokens that the provider wrote to its cache'],
      output_tokens: [conventions.genAiOutputTokens, 'tokens of the answer, those of reasoning included'],
      reasoning_tokens: [conventions.genAiReasoningTokens, 'tokens spent on reasoning'],
      usage_source: ['specbook.usage.source', 'whether the provider reported the tokens, or they are estimated'],
      recovery: ['specbook.output.recovery', 'what it took to recover the answer'],
      repair: ['specbook.output.repair_turn', 'the model was asked to mend its answer'],
      limiter_wait: ['specbook.limiter.wait', 'milliseconds that the call waited for its limits'],
    }),
  },
];

/** Attributes that a span gets from its item or its fact, whatever the kind. */
export const commonAttributes = {
  itemId: { name: 'specbook.item.id', help: 'the item' },
  runId: { name: 'specbook.run.id', help: 'the run' },
  pipeline: { name: 'specbook.pipeline', help: 'the pipeline' },
  project: { name: 'specbook.project', help: 'whose work the run is' },
  url: { name: conventions.urlFull, help: 'the address of the item, without credentials' },
  host: { name: conventions.serverAddress, help: 'the host of the item' },
  round: { name: 'specbook.round', help: 'which round of the run, when not the first' },
  iteration: { name: 'specbook.iteration', help: 'which turn of a loop, when not the first' },
  attempt: { name: 'specbook.attempt', help: 'which attempt, when not the first' },
  error: { name: errorType, help: 'the category of the failure' },
  message: { name: conventions.exceptionMessage, help: 'what went wrong' },
  kept: { name: 'specbook.trace.kept', help: 'why the trace is kept' },
  dropped: { name: 'specbook.trace.dropped', help: 'operations that have no span, because there were too many' },
  link: { name: 'specbook.link', help: 'of a link: what it leads to, `run` or `earlier`' },
} as const;

/** What the details of a failure say, on the innermost span that failed. */
export const failureAttributes = spanAttributes({
  status: [conventions.httpResponseStatus, 'the status of the answer'],
  evidence: ['specbook.failure.evidence', 'what shows that it is no page'],
  vendor: ['specbook.bot.vendor', 'who made the bot check or deny page'],
  snapshot: ['specbook.snapshot', 'the address of the page that was kept as evidence'],
});

/** The span of a run in one process; made of how it ended, not of facts. */
export const runSpan = {
  name: 'run',
  help: 'A run, as far as one process took it. The root of a trace of its own; the spans of its items link to it.',
  attributes: spanAttributes({
    state: ['specbook.run.state', 'finished, or stopped before its end'],
    rows: [
      'specbook.run.rows',
      'rows of the input that have been read, over all processes of the run; so are the next',
    ],
    succeeded: ['specbook.run.succeeded', 'items that gave a record'],
    failed: ['specbook.run.failed', 'items that failed'],
    not_found: ['specbook.run.not_found', 'items whose page does not exist'],
    skipped: ['specbook.run.skipped', 'items that were left out'],
    invalid: ['specbook.run.invalid', 'rows that are no items'],
    duplicate: ['specbook.run.duplicate', 'rows that repeat others'],
    remaining: ['specbook.run.remaining', 'items that are still to be done'],
    settled: ['specbook.run.settled', 'items that this process settled'],
    traces_kept: ['specbook.run.traces.kept', 'traces of this process that are kept'],
    traces_lost: ['specbook.run.traces.lost', 'traces that there was no room for'],
    model_calls: ['specbook.run.model.calls', 'requests that this process sent to models'],
    input_tokens: [conventions.genAiInputTokens, 'tokens that it sent to them'],
    output_tokens: [conventions.genAiOutputTokens, 'tokens that they answered with'],
    cost_nano_dollars: ['specbook.cost.nano_usd', 'what that cost, as far as the price is known, in nano-dollars'],
    cpu_seconds: [conventions.processCpuTime, 'CPU time of this process, in seconds'],
    peak_memory: [conventions.processMemory, 'the most memory that it had resident, in bytes'],
  }),
} as const;
