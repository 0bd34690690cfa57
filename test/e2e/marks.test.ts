import { describe, expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { type Files, folder } from '../support/folder.ts';
import { makeKey } from '../support/git-scan.ts';
import { repo } from '../support/repo.ts';

const key = makeKey('marked');
const bare = `const key = '${key}';\n`;
const marked = `const key = '${key}'; // invguard:allow invoance-api-key -- a test vector\n`;
const unused = '// invguard:allow invoance-api-key -- forgotten\n';

interface Told {
  readonly findings: readonly unknown[];
  readonly allowed: readonly { readonly allowance: { readonly where: string } }[];
  readonly notices: readonly { readonly code: string; readonly where: string }[];
}

async function scan(args: readonly string[], plan: { cwd: string; input?: string }) {
  const { exitCode, stdout } = await runCli([...args, '--format', 'json'], plan);
  const { findings, allowed, notices } = JSON.parse(stdout) as Told;
  return {
    exitCode,
    findingCount: findings.length,
    allowed: allowed.map(({ allowance }) => allowance.where),
    notices: notices.map(({ code, where }) => `${code} ${where}`),
  };
}

const clean = { exitCode: 0, findingCount: 0, notices: [] };
const found = { exitCode: 1, findingCount: 1, allowed: [] };

describe('a mark allows a key', () => {
  test('in a file, and a mark that allows nothing is told', async () => {
    const { dir } = folder({ 'a.ts': marked, 'b.ts': `\n${unused}` });
    expect(await scan(['scan'], { cwd: dir })).toEqual({
      ...clean,
      allowed: ['a.ts:1'],
      notices: ['unused-allowance b.ts:2'],
    });
    expect(await scan(['scan', '--no-inline-marks'], { cwd: dir })).toEqual({ ...found, notices: [] });
  });

  test('on standard input', async () => {
    const plan = { cwd: folder().dir, input: marked + unused };
    expect(await scan(['scan', '-', '--stdin-path', 'a.ts'], plan)).toMatchObject({
      exitCode: 0,
      allowed: ['a.ts:1'],
      notices: ['unused-allowance a.ts:2'],
    });
  });

  test('in what is staged, whatever the working tree says', async () => {
    const place = repo({ files: { 'a.ts': marked, 'b.ts': unused } });
    place.git('add', '--all');
    place.write({ 'a.ts': bare, 'b.ts': '' });
    expect(await scan(['scan', '--staged'], { cwd: place.dir })).toMatchObject({
      exitCode: 0,
      allowed: ['a.ts:1'],
      notices: ['unused-allowance b.ts:1'],
    });
  });

  test('in a range, whose newest version of a file tells of marks that allow nothing', async () => {
    const versions = [`${unused}${unused}`, `\n\n${unused}`, marked];
    const commits = ['', ...versions].map((text, index) => ({
      files: { 'a.ts': text, ...(index < 3 && { 'b.ts': `${text}\n` }) },
    }));
    const { dir } = repo({ commits });
    expect(await scan(['scan', '--range', 'HEAD~3..HEAD'], { cwd: dir })).toMatchObject({
      exitCode: 0,
      allowed: ['a.ts:1'],
      notices: ['unused-allowance b.ts:3'],
    });
  });

  test('of files that threads read', async () => {
    const files: Files = Object.fromEntries(
      Array.from({ length: 1500 }, (_, index) => [`${index}.ts`, index % 100 === 0 ? marked : unused]),
    );
    const told = await scan(['scan'], { cwd: folder(files).dir });
    expect(told).toMatchObject({ exitCode: 0, findingCount: 0, allowed: ['0.ts:1'] });
    expect(told.notices).toHaveLength(1485);
  });
});

describe.each([
  ['a range', ['scan', '--range', 'HEAD~2..HEAD']],
  ['the history', ['scan', '--history', '--no-cache']],
])('in %s the newest version of a file has the last word', (_name, args) => {
  test.each<[string, readonly string[], object]>([
    ['a mark that came later counts', [bare, marked], { exitCode: 0, allowed: ['a.ts:1'] }],
    ['one that was taken away does not', [marked, bare], found],
    ['one that is there all along does', [marked, `\n${marked}`], { exitCode: 0, findingCount: 0 }],
    ['one for another place does not', [bare, bare + marked], found],
  ])('%s', async (_fact, versions, expected) => {
    const commits = ['', ...versions].map((text) => ({ files: { 'a.ts': text } }));
    expect(await scan(args, { cwd: repo({ commits }).dir })).toMatchObject(expected);
  });
});
