import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDemoModel } from '#demo/model/server.ts';
import { startDemoSite } from '#demo/site/demo-site.ts';
import { terminal } from '../tests/cli/terminal.ts';
import { terminalPicture } from './terminal-picture.ts';

/**
 * Draws docs/images/console.svg anew from a demonstration run on a real terminal (needs tmux). Not a part of
 * `npm run generate`: a run takes a little longer or shorter each time.
 */
const columns = 100;
const directory = await mkdtemp(join(tmpdir(), 'specbook-picture-'));
const site = await startDemoSite({ port: 0, latency: 400 });
const model = await startDemoModel({ port: 0 });
const port = (address: string) => new URL(address).port;
const words = ['pipeline', '--demo-port', port(site.origin), '--demo-model-port', port(model.baseUrl)];
const shown = await terminal('tmux', directory, words, { columns, rows: 30 });
try {
  await shown.until(/\] +[4-8]\d % .* left\n(.*\n)+failures/u);
  const lines = await shown.lines({ colors: true });
  const title = 'A run of the demonstration on a terminal: its settings, and the live view below them';
  await writeFile('docs/images/console.svg', terminalPicture(lines, columns, title));
  console.log('wrote docs/images/console.svg');
} finally {
  await shown.close();
  await site.close();
  await model.close();
  await rm(directory, { recursive: true });
}
