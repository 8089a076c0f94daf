import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SharedDocuments } from '#core/shared-documents.ts';

/** What every adapter of `SharedDocuments` does. */
export function sharedDocumentsConformance(name: string, open: () => SharedDocuments): void {
  describe(`${name} keeps documents`, () => {
    let documents: SharedDocuments;
    beforeEach(() => {
      documents = open();
    });
    afterEach(() => documents.close());

    const count = (document: string) =>
      documents.change(document, (value) => {
        const number = typeof value === 'number' ? value : 0;
        return { value: number + 1, result: number };
      });

    test('a document is not there before it is written', async () => {
      expect(await documents.change('a', (value) => ({ value: 1, result: value }))).toBeUndefined();
      expect(await documents.change('a', (value) => ({ value: 2, result: value }))).toBe(1);
      expect(await documents.change('b', (value) => ({ value: 2, result: value }))).toBeUndefined();
    });

    test('each change sees the one before it', async () => {
      const results = await Promise.all(Array.from({ length: 50 }, () => count('counter')));
      expect(results.toSorted((left, right) => left - right)).toEqual(Array.from({ length: 50 }, (_, index) => index));
    });

    test('a change that throws changes nothing', async () => {
      await count('counter');
      const failing = documents.change('counter', (): never => {
        throw new Error('on purpose');
      });
      await expect(failing).rejects.toThrow('on purpose');
      expect(await count('counter')).toBe(1);
    });

    test('values come back as they were', async () => {
      const value = { list: [1, null, 'é"\n'], deep: { yes: true, tiny: 1e-9 } };
      await documents.change('document', () => ({ value, result: undefined }));
      expect(await documents.change('document', (read) => ({ value: null, result: read }))).toEqual(value);
    });
  });
}
