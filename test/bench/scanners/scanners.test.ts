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
  /** Node as a scanner: `words` and the file are its arguments. */
  const prepareFake = (...words: readonly string[]) => {
    const said: string[] = [];
    const scanner = {
      name: 'fake',
      versionWords: ['--version'],
      okCodes: [0],
      prepare: () => ({ files: (target: string) => [process.execPath, ...words, target] }),
    };
    const say = (line: string) => said.push(line);
    const found = prepareScanner(scanner, { program: process.execPath, place: folder().dir, say });
    return { found, said };
  };

  test('that is named by its path is there, with its version', () => {
    const { found, said } = prepareFake('-e', 'process.stdout.write(fs.readFileSync(process.argv[1]))');
    expect(found).toMatchObject({ name: 'fake', version: process.versions.node });
    expect(said).toEqual([]);
  });

  test.each([
    ['0', 'SKIPPED: fake (does not name a planted key)'],
    ['process.exit(9)', expect.stringMatching(/^SKIPPED: fake \(.* ended with 9: /)],
  ])('that does not find what lies before it is skipped: %s', (script, line) => {
    const { found, said } = prepareFake('-e', script);
    expect(found).toBeUndefined();
    expect(said).toEqual([line]);
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
