// Has an example of the README read by the code it is an example for: command lines by the parser, files by their loaders.
import { expect } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { commands, isCommandName } from '../../src/commands/index.ts';
import { parseFast } from '../../src/commands/line/parse.ts';
import { parseBaseline } from '../../src/config/baseline-file.ts';
import { parseIgnoreFile } from '../../src/config/ignore-file.ts';
import { parseConfig } from '../../src/config/parse-config.ts';
import { BlobScan } from '../../src/engine/blob-scan.ts';
import { compileRules } from '../../src/engine/compile.ts';
import * as api from '../../src/index.ts';
import { providers } from '../../src/providers/index.ts';
import { parseTrustedConfig } from '../../src/revoke/trusted-config.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { type Example, listExamples, readDocument } from './documents.ts';
import { expand } from './secrets.ts';
import { readYaml, type Yaml } from './yaml.ts';

/** By the language of the fence. */
const checks: Readonly<Record<string, (text: string) => unknown>> = {
  sh: async (text) => {
    for (const line of text.trimEnd().split('\n')) await checkShellLine(line.replace(/\s+#.*$/, ''));
  },
  yaml: (text) => checkYaml(readYaml(text)),
  toml: (text) => (text.includes('[contracts.') ? checkTrustedConfig(text) : checkConfig(text)),
  text: (text) => parseIgnoreFile(text, 'README.md'),
  jsonl: (text) => expect(parseBaseline(text, 'README.md')).toHaveLength(text.trimEnd().split('\n').length),
  ts: checkMark,
  // test/package.check.mjs runs it in a project that has the package installed.
  js: (text) => expect(Object.keys(api)).toContain(/import \{ (\w+) \} from 'invguard'/.exec(text)?.[1]),
};

export const exampleLanguages: readonly string[] = Object.keys(checks);

/** Rejects when the code would not take the example. */
export async function checkExample({ language, text }: Example): Promise<void> {
  await checks[language]!(text);
}

/** Rejects when `invguard` would not take these words. */
export async function checkCommandLine(line: string): Promise<void> {
  const [name, ...words] = line.split(/\s+/);
  if (!isCommandName(name)) throw new Error(`there is no command ${name}`);
  const { default: command } = await commands[name]();
  expect(parseFast(command, words), line).toBeDefined();
}

async function checkShellLine(line: string): Promise<void> {
  const [, own] = /(?:^|\| )(?:npx (?:--no-install )?)?invguard (.*)$/.exec(line) ?? [];
  if (own !== undefined) return checkCommandLine(own);
  const [, script] = /^npm (?:run )?([\w:]+)/.exec(line) ?? [];
  expect(['install', ...Object.keys(packageJson.scripts)], line).toContain(script);
}

/** A workflow is run by test/e2e/ci/action.test.ts; hooks are looked up, and what they run is parsed. */
async function checkYaml(document: Yaml): Promise<void> {
  const runs = listValues(document, 'run').filter((line) => line.includes('invguard'));
  for (const line of runs) await checkShellLine(line);
  const ids = listValues(document, 'id');
  const known = listValues(readYaml(readDocument('.pre-commit-hooks.yaml')), 'id');
  expect(known).toEqual(expect.arrayContaining(ids));
  expect(runs.length + ids.length + listValues(document, 'uses').length).toBeGreaterThan(1);
}

function listValues(document: Yaml, key: string): string[] {
  if (typeof document === 'string') return [];
  if (Array.isArray(document)) return document.flatMap((item: Yaml) => listValues(item, key));
  return Object.entries(document).flatMap(([name, value]) =>
    name === key && typeof value === 'string' ? [value] : listValues(value, key),
  );
}

async function checkConfig(text: string): Promise<void> {
  const files: Readonly<Record<string, string>> = {
    'ci/acme.toml': listExamples(readDocument('rules/README.md')).find(({ language }) => language === 'toml')!
      .text,
    '.gitleaks.toml': '[[rules]]\nid = "example"\nregex = "example_[a-z]{8}"\n',
  };
  const { notices } = await parseConfig(text, {
    name: 'README.md',
    builtin: builtinRules,
    findNamedFile: async (name) => ({ name, text: files[name]! }),
  });
  expect(notices).toEqual([]);
}

function checkTrustedConfig(text: string): void {
  const config = parseTrustedConfig(text, 'README.md', Object.keys(providers));
  expect(config).toMatchObject({ auto: {}, contracts: {}, responder: {} });
}

/** The mark stands on a key that is found, and nothing of it is not understood. */
function checkMark(text: string): void {
  const key = expand('invoance_live_<alnum:24>', 'README');
  const faults: string[] = [];
  const blob = new BlobScan({
    ruleset: compileRules(builtinRules, { markSyntaxes: ['invguard'] }),
    path: 'a.ts',
    drawsFrames: false,
    takeFault: ({ fault }) => faults.push(fault),
  });
  const matches = blob.write(Buffer.from(text.replace('invoance_live_…', key)), true);
  expect(matches.map(({ mark }) => mark !== undefined)).toEqual([true]);
  expect(faults).toEqual([]);
}
