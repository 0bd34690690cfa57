// Secrets in code, wherever invguard looks: a base64 of a whole .env in a Kubernetes Secret, and every other spelling.
import { describe, expect, test } from 'vitest';
import { reporters } from '../../src/report/index.ts';
import { runCli } from '../support/cli.ts';
import { encodedSpellings, writeBroken } from '../support/encodings.ts';
import { folder } from '../support/folder.ts';
import { repo } from '../support/repo.ts';
import { readReport } from '../support/reports.ts';
import { expand, listPieces } from '../support/secrets.ts';

const key = expand('invoance_live_<alnum:24>', 'e2e encoded');
const password = expand('<alnum:24>', 'e2e password');
const settings = `# production\nDB_PASSWORD=${password}\nINVOANCE_API_KEY=${key}\n`;
const encoded = Buffer.from(settings).toString('base64');
const manifest = `kind: Secret\ndata:\n  .env: ${encoded}\n`;

async function scan(args: readonly string[], plan: { cwd: string; input?: string }) {
  return readReport((await runCli(['scan', '-f', 'json', ...args], plan)).stdout);
}

describe('a base64 of a whole .env', () => {
  const place = repo({ commits: [{ files: { 'k8s/secret.yml': manifest, 'plain.txt': `${key}\n` } }] });
  place.write({ 'new.yml': manifest });
  place.git('add', 'new.yml');

  test.each([
    ['the working tree', ['k8s/secret.yml'], 'file'],
    ['standard input', ['-'], 'stdin'],
    ['the index', ['--staged'], 'staged'],
    ['the history', ['--history', '--no-cache'], 'blob'],
  ])('is read in %s', async (_, args, kind) => {
    const { findings } = await scan(args, { cwd: place.dir, input: manifest });
    expect(findings.map(({ rule }) => rule).sort()).toEqual(['dotenv-secret', 'invoance-api-key']);
    for (const { places } of findings)
      expect(places).toContainEqual(expect.objectContaining({ kind, line: 3, encodings: ['base64'] }));
  });

  test('has the fingerprint that the secret has elsewhere', async () => {
    const { findings } = await scan(['.'], { cwd: place.dir });
    const places = findings.find(({ rule }) => rule === 'invoance-api-key')?.places;
    expect(places?.map(({ path, encodings }) => [path, encodings])).toEqual([
      ['k8s/secret.yml', ['base64']],
      ['new.yml', ['base64']],
      ['plain.txt', undefined],
    ]);
  });

  test('stops a commit', async () => {
    const { exitCode, stderr } = await runCli(['guard', 'pre-commit'], { cwd: place.dir });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('new.yml:3:');
    expect(stderr).toContain('(written in base64)');
  });

  test('is left alone with --no-decode, in a history that was read before too', async () => {
    const cwd = place.dir;
    expect((await scan(['--history'], { cwd })).findings).toHaveLength(2);
    expect((await scan(['--history', '--no-decode'], { cwd })).findings).toHaveLength(1);
    expect((await scan(['--no-decode', 'k8s'], { cwd })).findings).toEqual([]);
  });
});

describe('an .env that was put through base64, with a line break in the only name', () => {
  const broken = writeBroken(`INVENT_API_KEY=${expand('<alnum:40>', 'broken')}`);
  const place = repo({ commits: [{ files: { 'env.b64': broken } }] });
  place.write({ 'new.b64': broken });
  place.git('add', 'new.b64');

  test.each([
    ['a file', ['env.b64']],
    ['standard input', ['-']],
    ['the index', ['--staged']],
    ['the history', ['--history', '--no-cache']],
  ])('is read in %s', async (_, args) => {
    const { findings } = await scan(args, { cwd: place.dir, input: broken });
    expect(findings.map(({ rule }) => rule)).toEqual(['invent-api-key-assignment']);
    expect(findings[0]?.places[0]).toMatchObject({ line: 2, encodings: ['base64'] });
  });
});

test.each(Object.keys(reporters))('no %s report shows a piece of a secret in code', async (format) => {
  const lines = encodedSpellings.map(({ write }, index) => [
    `A${index}="${write(key)}" B="${write(`x ${key}`)}" ${key}`,
    write(key),
  ]);
  const { dir } = folder({ 'a.txt': `${lines.flat().join('\n')}\n`, 'k8s.yml': manifest });
  const { stdout, exitCode } = await runCli(['scan', '-f', format], { cwd: dir });
  expect(exitCode).toBe(1);
  const hidden = key.slice('invoance_live_'.length);
  const codes = encodedSpellings.flatMap(({ write }) => listPieces(write(hidden), 16));
  for (const piece of [...listPieces(hidden, 8), ...listPieces(password, 8), ...codes])
    expect(stdout).not.toContain(piece);
});

test('a baseline knows what stands in code', async () => {
  const { dir } = repo({ commits: [{ files: { 'k8s.yml': manifest } }] });
  await runCli(['baseline', 'create'], { cwd: dir });
  expect((await scan(['.'], { cwd: dir })).exitCode).toBe(0);
});
