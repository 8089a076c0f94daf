import { sqliteRunStore } from '#store/sqlite-run-store.ts';
import { traceStoreConformance } from '../conformance/trace-store.ts';

traceStoreConformance('SQLite', async () => {
  const store = sqliteRunStore(':memory:');
  const header = { id: 'run-1', pipeline: 'things', project: '', startedAt: 1 };
  await store.begin({ ...header, configuration: {}, environment: {} });
  const item = (id: string) => ({ line: 2, item: { id, key: 'a.test', input: {} } });
  await store.enqueue('run-1', 0, [item('item-1'), item('item-2')], true);
  return { traces: store.traces, close: store.close };
});
