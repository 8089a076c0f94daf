/** A model that answers at once with the same words, as a process of its own, so that only its callers are measured. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const content = JSON.stringify({
  name: { value: 'Stool', quote: 'Stool' },
  description: {
    value: 'A plain stool of solid oak for every day.',
    quote: 'A plain stool of solid oak for every day.',
  },
  materials: { value: ['oak', 'steel'], quote: 'solid oak and steel' },
});
const body = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 0,
  model: 'bench-model',
  choices: [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content, refusal: null } }],
  usage: { prompt_tokens: 3_000, completion_tokens: 60, total_tokens: 3_060 },
});

const server = createServer((request, response) => {
  request.resume();
  request.on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  process.send?.((server.address() as AddressInfo).port);
});
