import { describe, expect, test } from 'vitest';
import { samplerRatio } from '#telemetry/keep-ratio.ts';
import { otlpTarget } from '#telemetry/otlp-target.ts';

const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.test:4318' };

describe('the target of traces by OpenTelemetry’s variables', () => {
  test.each([
    ['nothing is set', {}],
    ['they are empty', { OTEL_EXPORTER_OTLP_ENDPOINT: '', OTEL_TRACES_EXPORTER: ' ' }],
    ['the SDK is disabled', { ...endpoint, OTEL_SDK_DISABLED: 'true' }],
    ['traces are not wanted', { ...endpoint, OTEL_TRACES_EXPORTER: 'none' }],
    ['only metrics are sent', { OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: 'http://collector.test:4318/v1/metrics' }],
  ])('is none when %s', (_when, environment) => {
    expect(otlpTarget('traces', environment)).toBeUndefined();
  });

  test.each([
    [endpoint, 'http://collector.test:4318/v1/traces'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'https://collector.test/otlp/' }, 'https://collector.test/otlp/v1/traces'],
    [{ ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'http://tempo.test/in' }, 'http://tempo.test/in'],
    [{ OTEL_TRACES_EXPORTER: 'otlp' }, 'http://localhost:4318/v1/traces'],
  ])('of %j is %s', (environment, url) => {
    expect(otlpTarget('traces', environment)?.target?.url.href).toBe(url);
  });

  test('has headers, time, protocol and compression; those of the signal win', () => {
    const { target } =
      otlpTarget('traces', {
        ...endpoint,
        OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Basic%20abc, x-tenant=one',
        OTEL_EXPORTER_OTLP_TRACES_HEADERS: 'x-tenant=two',
        OTEL_EXPORTER_OTLP_TIMEOUT: '5000',
        OTEL_EXPORTER_OTLP_TRACES_TIMEOUT: '2500',
        OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
        OTEL_EXPORTER_OTLP_COMPRESSION: 'gzip',
      }) ?? {};
    expect(target).toMatchObject({
      headers: { authorization: 'Basic abc', 'x-tenant': 'two' },
      timeout: 2_500,
      protocol: 'http/protobuf',
      gzip: true,
    });
    expect(otlpTarget('traces', endpoint)?.target).toMatchObject({ timeout: 10_000, gzip: false, headers: {} });
  });

  test.each([
    [{ ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' }, 'protocol grpc'],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, 'OTEL_TRACES_EXPORTER=zipkin'],
    [{ OTEL_EXPORTER_OTLP_ENDPOINT: 'user:s3cret@collector' }, 'the OTLP endpoint'],
  ])('is a problem that is told, for %j', (environment, what) => {
    const { problem, target } = otlpTarget('traces', environment) ?? {};
    expect(target).toBeUndefined();
    expect(problem).toContain(what);
    expect(problem).not.toContain('s3cret');
  });
});

test.each([
  [{}, undefined],
  [{ OTEL_TRACES_SAMPLER: 'always_on' }, 1],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, 0],
  [{ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.25' }, 0.25],
  [{ OTEL_TRACES_SAMPLER: 'parentbased_traceidratio' }, 1],
  [{ OTEL_TRACES_SAMPLER: 'jaeger_remote' }, undefined],
])('the sampler of %j keeps %s', (environment, ratio) => {
  expect(samplerRatio(environment)).toBe(ratio);
});
