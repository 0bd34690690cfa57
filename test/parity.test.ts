import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { commands, loadCommands } from '../src/commands/index.ts';
import { exitCodes } from '../src/core/exit.ts';
import { filterNames } from '../src/engine/filters.ts';
import { loadProviders, providers } from '../src/providers/index.ts';
import { formatSuffixes, reporters } from '../src/report/index.ts';
import { builtinRules } from '../src/rules/builtin.ts';
import { runCli } from './support/cli.ts';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (...names: readonly string[]) => readFileSync(join(root, ...names), 'utf8');
const list = (...names: readonly string[]) => readdirSync(join(root, ...names));
const dropSuffix = (name: string) => name.replace(/\.\w+$/, '');

const known = await loadProviders();
const loaded = await loadCommands();
const help = (await runCli(['--help'], { cwd: root })).stdout.replace(/\s+/g, ' ');

describe('reporters', () => {
  const files = list('src', 'report').filter((name) => name.endsWith('.ts') && name !== 'index.ts');

  test('are the files of their folder', () => {
    expect(files.map(dropSuffix).sort()).toEqual(Object.keys(reporters).sort());
  });

  test.each(Object.keys(reporters))('%s has golden reports', (name) => {
    const suffix =
      Object.entries(formatSuffixes).findLast(([, format]) => format === name)?.[0] ?? `.${name}`;
    expect(list('test', 'golden', 'report').filter((file) => file.endsWith(suffix))).not.toEqual([]);
  });

  test.each(Object.entries(reporters))('%s gives a function', async (_, load) => {
    expect((await load()).default).toBeTypeOf('function');
  });
});

describe('providers', () => {
  const files = list('src', 'providers').filter((name) => name.endsWith('.ts') && name !== 'index.ts');
  const all = [...known.values()];

  test('are the files of their folder, by name', () => {
    expect(files.map(dropSuffix).sort()).toEqual(Object.keys(providers).sort());
    expect([...known.keys()]).toEqual(Object.keys(providers));
  });

  test('are those that rules name', () => {
    expect([...new Set(builtinRules.flatMap(({ provider }) => provider ?? []))].sort()).toEqual(
      [...known.keys()].sort(),
    );
  });

  test.each(all)('$name knows kinds of secret that rules of its own find', ({ name, kinds }) => {
    const found = builtinRules.filter(({ provider }) => provider === name).map(({ kind }) => kind);
    expect(kinds.length).toBeGreaterThan(0);
    expect(found).toEqual(expect.arrayContaining([...kinds]));
  });

  test.each(all)('$name is pinned to an https origin of its own', ({ origin, dashboard }) => {
    expect(new URL(origin).origin).toBe(origin);
    expect([new URL(origin).protocol, new URL(dashboard).protocol]).toEqual(['https:', 'https:']);
  });

  test.each(all)('$name has tests', ({ name }) => {
    expect(list('test', 'providers')).toContain(`${name}.test.ts`);
  });
});

describe('commands', () => {
  const files = list('src', 'commands').filter(
    (name) => name.endsWith('.ts') && !['index.ts', 'command.ts'].includes(name),
  );

  test('are the files of their folder, whose own folders hold their parts', () => {
    expect(files.map(dropSuffix).sort()).toEqual(Object.keys(commands).sort());
  });

  test('have the names of their files', () => {
    expect(loaded.map(({ name }) => name)).toEqual(Object.keys(commands));
  });

  test.each(loaded)('$name is in the help, with its summary', ({ name, summary }) => {
    expect(help).toContain(`invguard ${name} `);
    expect(help).toContain(summary.split(' ').slice(0, 4).join(' '));
  });

  test.each(loaded)('$name has its own help among the goldens', ({ name }) => {
    expect(list('test', 'golden', 'cli')).toContain(`help-${name}.txt`);
  });

  test.each(loaded)('$name has examples and describes every option', ({ examples, options, positionals }) => {
    expect(examples.length).toBeGreaterThan(0);
    for (const { describe: text } of Object.values(options)) {
      expect(text).toMatch(/^[A-Z].*[^.]$/);
    }
    for (const { describe: text } of positionals) expect(text).not.toBe('');
  });
});

describe('filters', () => {
  test.each(filterNames)('%s is in the README for rule writers', (name) => {
    expect(read('rules', 'README.md')).toContain(`| \`${name}\` |`);
  });

  test.each(filterNames)('%s is used by a built-in rule', (name) => {
    expect(builtinRules.some(({ filters }) => filters.includes(name))).toBe(true);
  });
});

describe('rules', () => {
  const files = list('rules').filter((name) => name.endsWith('.toml'));

  test('come from every file of their folder', () => {
    const declared = files.flatMap((name) =>
      [...read('rules', name).matchAll(/^id = "([^"]+)"/gm)].map(([, id]) => id),
    );
    expect(builtinRules.map(({ id }) => id).sort()).toEqual(declared.sort());
  });

  test.each(files)('of %s are named after it and known to editors', (name) => {
    expect(read('rules', name)).toMatch(/^#:schema \.\/rule\.schema\.json\n/);
    const ids = [...read('rules', name).matchAll(/^id = "([^"]+)"/gm)].map(([, id]) => id!);
    expect(ids.filter((id) => !id.startsWith(`${dropSuffix(name)}-`))).toEqual([]);
  });

  test('that a user may name are listed by the command line', async () => {
    const { stdout } = await runCli(['rules', 'list'], { cwd: root });
    const [heading, ...ids] = stdout.split('\n').flatMap((line) => line.split(' ')[0] || []);
    expect(heading).toBe('rule');
    expect(ids).toEqual(builtinRules.map(({ id }) => id));
  });
});

describe('exit codes', () => {
  test('are those of the house', () => {
    const codes = Object.entries(exitCodes).map(([name, { code }]) => [name, code]);
    expect(Object.fromEntries(codes)).toEqual({
      clean: 0,
      findings: 1,
      usage: 2,
      incomplete: 3,
      unconfirmed: 4,
      bug: 70,
      interrupted: 130,
    });
  });

  test.each(Object.values(exitCodes))('$code is in the help, with its meaning', ({ code, meaning }) => {
    expect(help).toContain(`${code} ${meaning}`);
  });
});

describe('the package', () => {
  const manifest = JSON.parse(read('package.json')) as Record<string, unknown>;

  test('carries the bundle and the rules', () => {
    expect(manifest['files']).toEqual(['dist', '!dist/*.cache*', 'rules']);
    expect(manifest['bin']).toEqual({ invguard: 'dist/cli.cjs' });
    expect(manifest['type']).toBe('module');
    expect(manifest['license']).toBe('MIT');
  });

  test('needs nothing at run time', () => {
    expect(manifest['dependencies'] ?? {}).toEqual({});
  });

  test('tells its version', async () => {
    for (const flag of ['--version', '-V'])
      expect((await runCli([flag], { cwd: root })).stdout).toBe(`${manifest['version']}\n`);
  });

  test('does what its bin says when it is started as a program', () => {
    expect(read('dist', 'cli.cjs')).toMatch(/^#!\/usr\/bin\/env node\n/);
  });
});
