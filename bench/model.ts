import { type DemoModelSettings, startDemoModel } from '#demo/model/server.ts';

/**
 * The demonstration's model as a process of its own: `node bench/model.ts '<settings as JSON>'`; prints its base URL,
 * and runs until it is ended.
 */
const [settings = '{}'] = process.argv.slice(2);
const model = await startDemoModel({ port: 0, ...(JSON.parse(settings) as Partial<DemoModelSettings>) });
console.log(model.baseUrl);
process.on('SIGTERM', () => void model.close());
