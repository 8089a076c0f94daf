import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { type Choices, complaintAbout, renderConfiguration, usualChoices } from '#app/init.ts';
import { settings, slices } from '#app/settings.ts';
import { loadConfiguration } from '#config/load.ts';
import { fromFile } from '#config/sources.ts';
import { askForChoices } from '../../src/cli/init-command.ts';

const directory = mkdtempSync(join(tmpdir(), 'specbook-init-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** What a run makes of the file. */
function configured(choices: Choices) {
  const path = join(directory, 'specbook.yaml');
  writeFileSync(path, renderConfiguration(choices));
  return loadConfiguration(slices, [fromFile(path, settings)]).configuration;
}

describe('the file', () => {
  test('says what the defaults say, when nothing was chosen', () => {
    expect(configured(usualChoices)).toEqual(loadConfiguration(slices, []).configuration);
  });

  test('says what was chosen, whatever it is', () => {
    const text = fc.string({ minLength: 1, maxLength: 30 }).filter((value) => value.trim() === value && value !== '');
    fc.assert(
      fc.property(text, text, fc.integer({ min: 1, max: 1_000 }), (input, model, concurrency) => {
        const { run, model: asked } = configured({
          ...usualChoices,
          'run.input': input,
          'run.concurrency': String(concurrency),
          'model.name': model,
          'model.baseUrl': 'http://localhost:8000/v1',
        });
        expect(run).toMatchObject({ input: [input], concurrency, outputDirectory: 'output' });
        expect(asked).toMatchObject({ name: model, baseUrl: 'http://localhost:8000/v1' });
      }),
      { numRuns: 50 },
    );
  });

  test('explains every setting, and where the key goes', () => {
    const text = renderConfiguration({ ...usualChoices, 'model.name': 'm' });
    expect(text.split('\n').filter((line) => line.startsWith('  #')).length).toBeGreaterThanOrEqual(5);
    expect(text).toContain('SPECBOOK_MODEL_API_KEY');
  });
});

test.each([
  ['run.concurrency', '0', /run\.concurrency .*expected/iu],
  ['run.concurrency', 'many', /expected number/u],
  ['model.baseUrl', 'localhost', /http or https URL/u],
] as const)('an answer that does not fit %s (%s) is refused', (name, text, complaint) => {
  expect(complaintAbout(name, text)).toMatch(complaint);
});

describe('the questions', () => {
  async function asked(answers: readonly string[], given: Partial<Choices> = {}) {
    const questions: string[] = [];
    const choices = await askForChoices(async (question) => {
      questions.push(question);
      const answer = answers[questions.length - 1];
      if (answer === undefined) throw new Error(`no answer to: ${question}`);
      return answer;
    }, given);
    return { questions, choices };
  }

  test('have defaults for all', async () => {
    const { questions, choices } = await asked(['', '', '', '']);
    expect(choices).toEqual(usualChoices);
    expect(questions.at(-1)).toContain('[10]');
  });

  test('are asked again until the answer can be used', async () => {
    const { questions, choices } = await asked(['my.csv', 'y', 'gpt', 'nowhere', 'http://here/v1', 'out', 'x', '4']);
    expect(choices).toEqual({
      'run.input': 'my.csv',
      'model.name': 'gpt',
      'model.baseUrl': 'http://here/v1',
      'run.outputDirectory': 'out',
      'run.concurrency': '4',
    });
    expect(questions[4]).toMatch(/^model\.baseUrl \(from your answer\) is "nowhere"/u);
  });

  test('are not asked when a flag has answered them', async () => {
    const { questions } = await asked(['', '', ''], { 'run.input': 'a.csv', 'model.name': 'm' });
    expect(questions.join()).not.toMatch(/list of product URLs|Ask a model|as its provider/u);
  });
});
