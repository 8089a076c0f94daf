import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { type OtlpSender, otlpSender } from '#telemetry/otlp-sender.ts';
import type { OtlpTarget } from '#telemetry/otlp-target.ts';
import { answeringCollector, hangingCollector, refusingCollector } from '../fixtures/collectors.ts';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

function senderTo(origin: string, changed: Partial<OtlpTarget> = {}): OtlpSender {
  const sender = otlpSender({
    url: new URL('/v1/traces', origin),
    protocol: 'http/json',
    headers: {},
    timeout: 60_000,
    gzip: false,
    certificate: undefined,
    clientCertificate: undefined,
    clientKey: undefined,
    ...changed,
  });
  closing.push(sender.abort);
  return sender;
}

const body = Buffer.from('{"resourceSpans":[]}');

test('sends the body, packed and named as the target has it', async () => {
  const collector = await answeringCollector(200);
  closing.push(collector.close);
  await senderTo(collector.endpoint, { gzip: true, protocol: 'http/protobuf', headers: { 'x-key': 'k' } }).send(body);
  expect(gunzipSync(collector.bodies[0] ?? '')).toEqual(body);
  expect(collector.headers[0]).toMatchObject({
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    'x-key': 'k',
  });
});

test('sends again what was not taken for now, and waits as long as it is told to', async () => {
  const statuses = [503, 429, 200];
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(statuses.shift() ?? 500, { 'retry-after': '0.001' }).end());
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  closing.push(() => server.close());
  await senderTo(`http://127.0.0.1:${(server.address() as AddressInfo).port}`).send(body);
  expect(statuses).toEqual([]);
});

test('does not send again what is wrong', async () => {
  const collector = await answeringCollector(400);
  closing.push(collector.close);
  await expect(senderTo(collector.endpoint).send(body)).rejects.toThrow('answered 400');
  expect(collector.bodies).toHaveLength(1);
});

test('once in a hurry waits for nothing any more, a wait that is under way included', async () => {
  const { endpoint } = await refusingCollector();
  const sender = senderTo(endpoint);
  const sending = sender.send(body);
  sender.hurry();
  await expect(sending).rejects.toThrow('refused the connection');
  await expect(sender.send(body)).rejects.toThrow('refused the connection');
});

test('cuts off what is under way', async () => {
  const collector = await hangingCollector();
  closing.push(collector.close);
  const sender = senderTo(collector.endpoint);
  const sending = sender.send(body);
  setImmediate(sender.abort);
  await expect(sending).rejects.toThrow('did not answer in time');
});

test('gives up when the time of the target is over', async () => {
  const collector = await hangingCollector();
  closing.push(collector.close);
  await expect(senderTo(collector.endpoint, { timeout: 20 }).send(body)).rejects.toThrow('did not answer in time');
});
