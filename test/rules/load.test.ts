import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { ToolError } from '../../src/core/errors.ts';
import { compileRuleFiles } from '../../src/rules/compile.ts';
import { loadRuleFile } from '../../src/rules/load.ts';
import { refuseSharedNames } from '../../src/rules/unique-names.ts';
import { writeRule } from './rule-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'invguard-rules-'));
afterAll(() => rmSync(folder, { recursive: true }));

const context = { knownFilters: [] };

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

describe('a rule file that cannot be read', () => {
  mkdirSync(join(folder, 'folder.toml'));
  test.each([
    ['missing', join(folder, 'missing.toml'), 'there is no such file'],
    ['a directory', join(folder, 'folder.toml'), 'is a directory, not a file'],
    ['UTF-16', write('utf16.toml', Buffer.from('\uFEFFa = 1', 'utf16le')), 'is not UTF-8 text'],
  ])('%s: is named, with the reason', (_, path, reason) => {
    expect(() => loadRuleFile(path, context)).toThrow(
      new ToolError('bad-rules', `${path}: ${reason}`, { hint: 'Name a rule file: TOML, in UTF-8.' }),
    );
  });
});

describe('several files', () => {
  const a = write('a.toml', writeRule({ id: '"acme-a"' }));
  const b = write('b.toml', writeRule({ id: '"acme-b"', aliases: '["acme-old"]' }));
  const same = write('same.toml', writeRule({ id: '"acme-b"' }));
  const old = write('old.toml', writeRule({ id: '"acme-old"' }));

  test('give their rules in the order of their names, however they are listed', () => {
    expect(compileRuleFiles([b, a], []).map(({ id }) => id)).toEqual(['acme-a', 'acme-b']);
  });

  test.each([
    ['an id', [b, same], `rule name acme-b is claimed by ${b} and ${same}`],
    ['an alias', [b, old], `rule name acme-old is claimed by ${b} and ${old}`],
  ])('may not share %s', (_, paths, message) => {
    expect(() => compileRuleFiles(paths, [])).toThrow(message);
  });

  test('an error in any of them is thrown', () => {
    expect(() => compileRuleFiles([a, write('bad.toml', writeRule({ id: '""' }))], [])).toThrow(
      /bad\.toml:2:1: /,
    );
  });
});

test('rules of different origins may not share names', () => {
  const rules = loadRuleFile(write('own.toml', writeRule()), context);
  const sets = [
    { source: 'the built-in rules', rules },
    { source: 'own.toml', rules },
  ];
  expect(() => refuseSharedNames(sets)).toThrow(
    'rule name acme-key is claimed by the built-in rules and own.toml',
  );
  expect(() => refuseSharedNames(sets.slice(1))).not.toThrow();
});
