// What every scanner is asked for, and how the benchmark finds them; the scanners themselves are nowhere near.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { folder } from '../../support/folder.ts';
import { expand } from '../../support/secrets.ts';

const load = (file: string) => import(new URL(file, import.meta.url).href);
const { scanners } = await load('index.mjs');
const { parsePrograms, prepareScanner, prepareScanners } = await load('prepare-scanners.mjs');
const { readKeys } = await load('planted-rule.mjs');
const { titus } = await load('titus.mjs');

const keys = [1, 2].map((seed) => expand('invoance_live_<alnum:24>', String(seed)));

describe('a scanner', () => {
  test('that is named by its path is there, with its version', () => {
    const place = folder().dir;
    const scanner = { ...scanners[0], versionWords: ['--version'] };
    const found = prepareScanner(scanner, { program: process.execPath, place, say: () => {} });
    expect(found).toMatchObject({ name: 'gitleaks', version: process.versions.node });
  });

  test('that is not there is skipped, and said to be', () => {
    const said: string[] = [];
    const programs = new Map(scanners.map(({ name }: { name: string }) => [name, join('nowhere', name)]));
    const say = (line: string) => said.push(line);
    expect(prepareScanners({ programs, place: folder().dir, say })).toEqual([]);
    expect(said).toEqual(
      scanners.map(
        ({ name }: { name: string }) => `SKIPPED: ${name} (${join('nowhere', name)} does not run)`,
      ),
    );
  });

  test('of a name that nobody knows is refused', () => {
    expect(() => parsePrograms(['gitleak=/usr/bin/gitleaks'])).toThrow('no scanner is called gitleak;');
    expect([...parsePrograms(['gitleaks=a=b'])]).toEqual([['gitleaks', 'a=b']]);
  });
});

/** What sends secrets away, or asks a server, by the documentation of each; or that nothing does unless it is asked to. */
const quietFlags: Readonly<Record<string, readonly string[]>> = {
  gitleaks: [],
  betterleaks: [],
  kingfisher: ['--no-validate', '--no-update-check'],
  trufflehog: ['--no-verification', '--no-update'],
  noseyparker: [],
  titus: [],
};

test.each<string>(scanners.map(({ name }: { name: string }) => name))(
  '%s asks no vendor, in no job',
  (name) => {
    const scanner = scanners.find((one: { name: string }) => one.name === name);
    const { files, history, staged } = scanner.prepare({ program: name, folder: folder().dir, coreCount: 2 });
    for (const words of [files('.'), history('/repository'), staged?.('/repository')].filter(Boolean)) {
      expect(words).toEqual(expect.arrayContaining([...quietFlags[name]!]));
      expect(words.filter((word: string) => /^--(?:validat|verif)/.test(word))).toEqual([]);
    }
  },
);

test('keys are read from a report, each once', () => {
  expect(readKeys(`"${keys[0]}" ${keys[1]},${keys[0]}`)).toEqual(keys);
  expect(readKeys('nothing')).toEqual([]);
});

test('keys that Go wrote as base64 are read', () => {
  const { readKeys } = titus.prepare({ program: 'titus', folder: folder().dir });
  const groups = keys.map((key) => Buffer.from(key).toString('base64'));
  expect(readKeys(JSON.stringify([{ Groups: groups }], null, 2))).toEqual(keys);
});
