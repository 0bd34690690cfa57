// Secrets in archives, wherever the built command line reads files: by name, in a tree, on standard input, for a hook.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { reporters } from '../../src/report/index.ts';
import { makeTar, makeZip } from '../support/archives.ts';
import { type CliPlan, runCli } from '../support/cli.ts';
import { type Folder, folder } from '../support/folder.ts';
import { makeKey, see } from '../support/git-scan.ts';
import { repo } from '../support/repo.ts';
import { readReport } from '../support/reports.ts';
import { expand, listPieces } from '../support/secrets.ts';

const key = makeKey('e2e archives');
const password = expand('<alnum:24>', 'e2e archives');
const settings = `# production\nDB_PASSWORD=${password}\nINVOANCE_API_KEY=${key}\n`;
const files = [
  { name: 'package/index.js', content: `const key = '${key}';\n` },
  { name: 'package/.env', content: settings },
];
const tgz = gzipSync(makeTar(files));
const zip = makeZip(files);

function put(archives: Readonly<Record<string, Buffer>>): Folder {
  const made = folder();
  for (const [name, bytes] of Object.entries(archives)) writeFileSync(made.path(name), bytes);
  return made;
}

async function listEntries(args: readonly string[], plan: CliPlan): Promise<readonly string[]> {
  const { places } = await see(args, plan);
  return places.map(({ path, entry = '', line, column }) => `${path} ${entry} ${line}:${column}`).sort();
}

describe.each<[string, Buffer]>([
  ['a.tgz', tgz],
  ['a.tar', makeTar(files)],
  ['a.zip', zip],
  ['a.jar', makeZip(files.map((file) => ({ ...file, hasDescriptor: true })))],
  ['stored.docx', makeZip(files.map((file) => ({ ...file, isStored: true })))],
  ['no-name-that-tells', zip],
])('%s', (name, bytes) => {
  const expected = [
    `${name} package/.env 2:13`,
    `${name} package/.env 3:18`,
    `${name} package/index.js 1:14`,
  ];

  test('is opened where it is named, and in a tree', async () => {
    const { dir } = put({ [name]: bytes });
    expect(await listEntries(['scan', name], { cwd: dir })).toEqual(expected);
    expect(await listEntries(['scan'], { cwd: dir })).toEqual(expected);
  });

  test('is opened on standard input', async () => {
    const { dir } = folder();
    const plan = { cwd: dir, input: bytes };
    expect(await listEntries(['scan', '-'], plan)).toEqual(
      expected.map((line) => line.replace(name, 'standard input')),
    );
  });

  test('stops a hook that is given its name', async () => {
    const { dir } = repo({ commits: [{ files: { 'a.txt': 'a' } }] });
    writeFileSync(path.join(dir, name), bytes);
    const { exitCode, stderr } = await runCli(['guard', 'pre-commit', name], { cwd: dir });
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 1 });
    expect(stderr).toContain(`${name}!/package/.env:3:18, and 1 more place`);
  });
});

test('archives in archives are opened, and counted', async () => {
  const { dir } = put({
    'all.tar': makeTar([
      { name: 'a.tgz', content: tgz },
      { name: 'b/a.zip', content: zip },
      { name: '.env.gz', content: gzipSync(settings) },
    ]),
  });
  const seen = await see(['scan', '.'], { cwd: dir });
  expect(new Set(seen.places.map(({ entry }) => entry))).toEqual(
    new Set([
      '.env.gz!/.env',
      'a.tgz!/package/.env',
      'a.tgz!/package/index.js',
      'b/a.zip!/package/.env',
      'b/a.zip!/package/index.js',
    ]),
  );
  expect(seen.coverage).toMatchObject({ blobs: 1, archives: { archives: 5, entries: 5 } });
});

test('a secret in an archive has the fingerprint that it has anywhere', async () => {
  const { dir } = put({ 'a.zip': zip, '.env': Buffer.from(settings) });
  const { findings } = readReport((await runCli(['scan', '-f', 'json'], { cwd: dir })).stdout);
  expect(findings).toHaveLength(2);
});

test('--no-archives takes them as they are', async () => {
  const { dir } = put({ 'a.zip': zip, 'stored.zip': makeZip([{ ...files[0]!, isStored: true }]) });
  const seen = await see(['scan', '--no-archives'], { cwd: dir });
  expect(seen.names).toEqual(['file stored.zip']);
  expect(seen.places[0]).not.toHaveProperty('entry');
});

test('archives among so many files that threads read them are all opened', async () => {
  const { dir, write } = folder();
  write(
    Object.fromEntries(Array.from({ length: 1_200 }, (_, index) => [`t/${index}.txt`, `text ${index}\n`])),
  );
  const names = Array.from({ length: 60 }, (_, index) => `t/${index}.tgz`);
  const filler = { name: 'filler', content: Buffer.alloc(9_000_000, 'words of a filler ') };
  for (const [index, name] of names.entries()) {
    const plant = { name: 'a.txt', content: makeKey(`thread ${index}`) };
    writeFileSync(path.join(dir, name), gzipSync(makeTar(index % 20 === 7 ? [filler, plant] : [plant])));
  }
  const seen = await see(['scan', '--no-git'], { cwd: dir });
  expect(seen.places.map(({ path, entry }) => `${path} ${entry}`)).toEqual(
    names.toSorted().map((name) => `${name} a.txt`),
  );
  expect(seen.coverage).toMatchObject({ blobs: 1_260, archives: { archives: 120, entries: 63 } });
});

describe('what cannot be read', () => {
  const bad = {
    'cut.tgz': tgz.subarray(0, tgz.length - 20),
    'locked.zip': makeZip([{ name: 'a', content: 'a', isEncrypted: true }]),
    'bomb.gz': gzipSync(Buffer.alloc(80_000_000)),
  };

  test.each(Object.keys(bad))('makes a scan incomplete: %s', async (name) => {
    const { dir } = put({ [name]: bad[name as keyof typeof bad] });
    const seen = await see(['scan', name], { cwd: dir });
    expect(seen.problems).toEqual([expect.objectContaining({ subject: name, incomplete: true })]);
    expect(seen.exitCode).toBe(name === 'cut.tgz' ? 1 : 3);
  });

  test('is passed over with --no-archives', async () => {
    const { dir } = put(bad);
    expect(await see(['scan', '--no-archives'], { cwd: dir })).toMatchObject({ exitCode: 0, problems: [] });
  });
});

describe('an allowance', () => {
  const marked = makeZip([
    { name: 'a.js', content: `k = '${key}' // invguard:allow invoance-api-key -- a test\n` },
  ]);

  test('in an entry counts there', async () => {
    const { dir } = put({ 'a.zip': marked });
    const { stdout, exitCode } = await runCli(['scan', '-f', 'json'], { cwd: dir });
    expect(exitCode).toBe(0);
    expect(readReport(stdout)).toMatchObject({ allowed: [{ allowance: { where: 'a.zip!/a.js:1' } }] });
  });

  test.each(['a.zip', '*.zip', '**/*.js', 'a.zip!/package/*.js'])(
    'of the path %s covers the entry',
    async (glob) => {
      const { dir, write } = put({ 'a.zip': makeZip([files[0]!]) });
      write({ '.invguardignore': `${glob}  # a test\n` });
      const { stdout } = await runCli(['scan', '-f', 'json', 'a.zip'], { cwd: dir });
      expect(readReport(stdout)).toMatchObject({ findings: [], allowed: [{}] });
    },
  );

  test('of another path does not', async () => {
    const { dir, write } = put({ 'a.zip': zip });
    write({ '.invguardignore': 'b.zip  # a test\npackage/*.js  # a test\n' });
    expect((await see(['scan', 'a.zip'], { cwd: dir })).places).toHaveLength(3);
  });
});

test.each(Object.keys(reporters))('no %s report shows a piece of a secret in an archive', async (format) => {
  const named = makeZip([{ name: `${key}.txt`, content: settings }, ...files]);
  const { dir } = put({ 'a.zip': named });
  const { stdout, stderr } = await runCli(['scan', '-f', format], { cwd: dir });
  for (const piece of [...listPieces(key.slice('invoance_live_'.length), 9), ...listPieces(password, 9)])
    expect(stdout + stderr).not.toContain(piece);
  expect(stdout).toContain('a.zip');
});

test.each(Object.keys(reporters))(
  'no name of an entry is obeyed by whoever reads a %s report',
  async (format) => {
    const name = '../\n::error::x\u001b[31m/x';
    const { dir } = put({
      'a.zip': makeZip([
        { name, content: key },
        { name, content: key, isEncrypted: true },
      ]),
    });
    const { stdout } = await runCli(['scan', '-f', format], { cwd: dir });
    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toMatch(/^::error::x/m);
  },
);
