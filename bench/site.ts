import { startDemoSite } from '#demo/site/demo-site.ts';

/**
 * The demonstration site as a process of its own, so that what it costs is not counted with what is measured.
 * `node bench/site.ts [port] [latency in ms]`; prints its origin, and runs until it is ended.
 */
const [port = '0', latency = '0'] = process.argv.slice(2);
const site = await startDemoSite({ port: Number(port), latency: Number(latency) });
console.log(site.origin);
process.on('SIGTERM', () => void site.close());
