/**
 * The names that OpenTelemetry's semantic conventions define, as far as they are used here, in one place because the
 * generative AI ones are still in development. What the conventions do not name begins with `specbook.`.
 * https://github.com/open-telemetry/semantic-conventions and https://github.com/open-telemetry/semantic-conventions-genai
 */
export const conventionsVersions = { general: '1.44.0', genAi: '1.42.0-dev' } as const;

export const conventions = {
  errorType: 'error.type',
  exceptionMessage: 'exception.message',
  httpRequestMethod: 'http.request.method',
  httpResponseStatus: 'http.response.status_code',
  httpResponseBodySize: 'http.response.body.size',
  httpResendCount: 'http.request.resend_count',
  networkProtocolVersion: 'network.protocol.version',
  serverAddress: 'server.address',
  urlFull: 'url.full',
  genAiOperation: 'gen_ai.operation.name',
  genAiProvider: 'gen_ai.provider.name',
  genAiRequestModel: 'gen_ai.request.model',
  genAiResponseModel: 'gen_ai.response.model',
  genAiFinishReasons: 'gen_ai.response.finish_reasons',
  genAiInputTokens: 'gen_ai.usage.input_tokens',
  genAiOutputTokens: 'gen_ai.usage.output_tokens',
  genAiCachedTokens: 'gen_ai.usage.cache_read.input_tokens',
  genAiCacheWriteTokens: 'gen_ai.usage.cache_write.input_tokens',
  genAiReasoningTokens: 'gen_ai.usage.reasoning.output_tokens',
  genAiDuration: 'gen_ai.client.inference.duration',
  genAiUsage: 'gen_ai.client.inference.usage',
  genAiEvaluation: 'gen_ai.evaluation.result',
  genAiEvaluationName: 'gen_ai.evaluation.name',
  genAiEvaluationScore: 'gen_ai.evaluation.score.value',
  genAiEvaluationLabel: 'gen_ai.evaluation.score.label',
  genAiEvaluationExplanation: 'gen_ai.evaluation.explanation',
  processCpuTime: 'process.cpu.time',
  processMemory: 'process.memory.usage',
  eventLoopDelay: 'nodejs.eventloop.delay.p99',
} as const;

/** Seconds: the boundaries that the conventions recommend for a call of a model; each is double the one before. */
export const inferenceBuckets = [
  0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
] as const;
