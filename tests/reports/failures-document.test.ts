import { expect, test } from 'vitest';
import { failureCategories, failureRules } from '#core/failure.ts';
import { renderFailuresDocument } from '#reports/failures-document.ts';

test('every category has a section with its meaning and its advice', () => {
  const text = renderFailuresDocument(failureRules);
  for (const category of failureCategories) {
    const section = text.split(`\n## ${category}\n`)[1]?.split('\n## ')[0];
    expect(section).toContain(failureRules[category].meaning);
    expect(section).toContain(`What to do: ${failureRules[category].advice}`);
  }
  expect(text).toContain('the whole run, with exit code 2');
});
