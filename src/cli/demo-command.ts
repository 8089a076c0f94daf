import { once } from 'node:events';
import type { Command } from 'commander';
import { type Catalogue, demoCatalogue, type DemoFault, openPlayground } from '#app/playground.ts';
import { addSettingFlags, flagsGiven } from './setting-flags.ts';

export function addDemoCommand(program: Command): void {
  const command = program
    .command('demo')
    .description('leaves the demonstration catalogue and its model running, to play with')
    .option('--list', 'print every fault that they know and what it ends as, and nothing else')
    .addHelpText(
      'after',
      `
Examples:
  npm run demo
  npm run demo -- --list
  npm run demo -- --demo-latency 200ms --demo-fault-rate 0.1
  npm run demo -- --demo-fault-rate 0.2 --demo-faults flaky,slow,model-busy
  npm run demo -- --demo-model-rpm 30 --demo-model-minute 10s`,
    );
  addSettingFlags(command, ['demo']);
  command.action(async ({ list, config }: { list?: true; config?: string }) => {
    const said = { flags: flagsGiven(command), file: config };
    if (list === true) {
      printFaults(demoCatalogue(said));
      return;
    }
    const playground = await openPlayground(said);
    const ended = new AbortController();
    const signals = ['SIGINT', 'SIGTERM'].map(async (signal) => once(process, signal, { signal: ended.signal }));
    for (const line of introduction(playground)) console.log(line);
    printFaults(playground);
    await Promise.race(signals);
    await playground.close();
    ended.abort();
    await Promise.allSettled(signals);
  });
}

function introduction({ siteOrigin, modelBaseUrl, products }: Catalogue): readonly string[] {
  const port = (address: string) => new URL(address).port;
  const ports = `--demo-port ${port(siteOrigin)} --demo-model-port ${port(modelBaseUrl)}`;
  const flaky = modelBaseUrl.replace(/v1$/u, 'faults/model-flaky/v1');
  return [
    'The demonstration is running; Ctrl-C ends it. Everything in it is fictional.',
    '',
    `catalogue  ${siteOrigin} (${products} products)`,
    `           ${siteOrigin}/catalogue.csv is what a run without --input works on`,
    `           ${siteOrigin}/faults.csv is every page with a fault, and what it ends as`,
    `           ${siteOrigin}/generated/N is a product for any number N; ?kb=150 makes it that large`,
    `model      ${modelBaseUrl} (demo-model, a rule-based stand-in, not a language model)`,
    `           ${modelBaseUrl}/demo/bill is its own account of calls and tokens`,
    '',
    'To try, in another terminal:',
    `  npm run pipeline -- --refresh ${ports}`,
    `  curl -so faults.csv ${siteOrigin}/faults.csv`,
    '  npm run pipeline -- --input faults.csv --timeout 3s --patience 10s',
    '  npm run pipeline -- --input faults.csv --extractor llm --timeout 3s --patience 10s \\',
    `    --model demo-model --model-base-url ${flaky}`,
    '',
  ];
}

function printFaults({ siteFaults, modelFaults }: Catalogue): void {
  console.log('Faults of the catalogue:');
  for (const line of table(siteFaults)) console.log(line);
  console.log('\nFaults of the model (addresses for --model-base-url):');
  for (const line of table(modelFaults)) console.log(line);
}

function table(faults: readonly DemoFault[]): readonly string[] {
  const width = (texts: readonly string[]) => Math.max(...texts.map(({ length }) => length));
  const [urls, ends] = [width(faults.map(({ url }) => url)), width(faults.map((fault) => fault.ends))];
  return faults.flatMap(({ url, ends: end, title, leftOut }) => [
    `  ${url.padEnd(urls)}  ${end.padEnd(ends)}  ${title}`,
    ...(leftOut === undefined ? [] : [`${' '.repeat(urls + ends + 6)}(only when asked for: ${leftOut})`]),
  ]);
}
