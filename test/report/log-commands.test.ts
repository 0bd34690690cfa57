// The reports that CI systems read as a log: what is found is told, and nothing that was scanned is obeyed.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Severity } from '../../src/core/severity.ts';
import type { ReporterName } from '../../src/report/index.ts';
import { toPrintable } from '../../src/report/stream/safe-text.ts';
import { type LogCommand, obeyAzure, obeyGithub } from '../support/ci-log.ts';
import {
  createBody,
  createContext,
  createFinding,
  createFrame,
  createPlace,
  createProblem,
} from '../support/findings.ts';
import { render, scenarios } from './scenarios.ts';

const systems = [
  ['github', obeyGithub, 10, 'error'],
  ['azure', obeyAzure, 50, 'task.logissue'],
] as const satisfies readonly (readonly [ReporterName, (log: string) => LogCommand[], number, string])[];

const parts = [
  '::error::',
  '\n',
  '\r',
  '::',
  ':',
  ',',
  '##[error]',
  '##vso[task.x]',
  ']',
  ';',
  '%0A',
  '%',
  '\u001b[0m',
  'a',
];
const hostile = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ unit: 'binary', maxLength: 4 })), {
  minLength: 1,
  maxLength: 8,
});

describe.each(systems)('a %s log', (name, obey, limit, command) => {
  test('is obeyed where it annotates and nowhere else, whatever was scanned', async () => {
    await fc.assert(
      fc.asyncProperty(hostile, hostile, async (...lists) => {
        const [path, text] = lists.map((list) => list.join('')) as [string, string];
        const place = createPlace({ path, frame: createFrame(text, text) });
        const body = createBody({
          findings: [createFinding({ places: [place], rule: { title: `t${text}` } })],
          problems: [createProblem({ subject: path, detail: text, remedy: text })],
        });
        const log = await render(name, { body, context: createContext({ target: text }) });
        const commands = obey(log);
        expect(commands.map((one) => one.name)).toEqual([command, command]);
        const { file, sourcepath } = commands[0]!.properties;
        expect(file ?? sourcepath).toBe(toPrintable(path));
      }),
      { seed: 20261121, numRuns: 500 },
    );
  });

  test('annotates as many as are shown, the others are in the text', async () => {
    const findings = Array.from({ length: limit + 5 }, (_, seed) =>
      createFinding({ seed, places: [createPlace({ path: `file-${seed}.ts` })] }),
    );
    const log = await render(name, { body: createBody({ findings }), context: createContext() });
    expect(obey(log).length).toBe(limit);
    expect(log).toContain(`at file-${limit + 4}.ts:12:15`);
  });

  test('makes room for as many warnings', async () => {
    const findings = (['low', 'critical'] as Severity[]).flatMap((severity) =>
      Array.from({ length: limit + 1 }, (_, seed) => createFinding({ seed, rule: { severity } })),
    );
    const log = await render(name, { body: createBody({ findings }), context: createContext() });
    const levels = obey(log).map((one) => one.properties['type'] ?? one.name);
    expect(levels.filter((level) => level === 'warning').length).toBe(limit);
    expect(levels.filter((level) => level === 'error').length).toBe(limit);
  });

  test('names no file for what stands in none', async () => {
    const [commit] = obey(await render(name, scenarios.history)).slice(0, 1);
    expect(commit!.properties).toHaveProperty(name === 'github' ? 'file' : 'sourcepath', 'src/staged.ts');
    const place = {
      ...createPlace({}),
      origin: { kind: 'tag', path: 'tag v1', tag: 'a1'.repeat(20) },
    } as const;
    const body = createBody({ findings: [createFinding({ places: [place] })] });
    const [tag] = obey(await render(name, { body, context: createContext() }));
    expect(tag!.properties['file'] ?? tag!.properties['sourcepath']).toBeUndefined();
    expect(tag!.text).toContain('In tag v1.');
  });
});

test('a github annotation marks the secret from its first column to its last line', async () => {
  const { body, context } = scenarios.findings;
  expect(obeyGithub(await render('github', { body, context }))[0]!.properties).toEqual({
    file: 'src/config.ts',
    line: '12',
    endLine: '12',
    col: '15',
    endColumn: '44',
    title: 'Acme API key',
  });
});

test('the github log is fenced with what the caller gives', async () => {
  const log = await render('github', {
    body: createBody(),
    context: createContext({ createFence: () => 'fence-1' }),
  });
  expect(log).toMatch(/^::stop-commands::fence-1\n.*\n::fence-1::\n$/s);
});
