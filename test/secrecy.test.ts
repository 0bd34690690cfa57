// The canary: secrets of every kind are planted, and no byte that leaves the tool holds eight characters in a row of what a
// preview hides, whatever the format and whatever goes wrong.
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { reporters } from '../src/report/index.ts';
import { builtinRules } from '../src/rules/builtin.ts';
import { type CliOutcome, finish, runCli, startCli } from './support/cli.ts';
import { type Folder, folder } from './support/folder.ts';
import { readReport } from './support/reports.ts';
import { expand, listPieces } from './support/secrets.ts';
import { spellings } from './support/spellings.ts';

const PIECE_LENGTH = 8;
const NOBODY = 65_534;
const formats = Object.keys(reporters);
const prefixes = new Map(builtinRules.map(({ id, publicPrefix }) => [id, publicPrefix]));

const planted = spellings.map(({ ruleId, key, text, path }, index) => {
  const secret = expand(key, `canary ${index}`);
  return {
    path: `${index}/${path}`,
    text: text.replace('@', secret),
    hidden: secret.slice(prefixes.get(ruleId)!.length),
    secret,
  };
});

const pieces = planted.flatMap(({ hidden }) => listPieces(hidden, PIECE_LENGTH));

function listLeaks(text: string): readonly string[] {
  return pieces.filter((piece) => text.includes(piece));
}

function plant(): Folder {
  return folder(Object.fromEntries(planted.map(({ path, text }) => [path, text])));
}

function expectSilence({ stdout, stderr }: CliOutcome): void {
  expect(listLeaks(stdout)).toEqual([]);
  expect(listLeaks(stderr)).toEqual([]);
}

describe('planted secrets', () => {
  test('are all found, so that there is something to keep', async () => {
    const { stdout } = await runCli(['scan', '-f', 'json', '--show-secrets', '--force'], {
      cwd: plant().dir,
    });
    const shown = readReport(stdout).findings.map(({ secret }) => secret);
    expect(planted.map(({ secret }) => secret).filter((secret) => !shown.includes(secret))).toEqual([]);
    expect(listLeaks(stdout).length).toBeGreaterThan(500);
  });

  test.each(formats)('are in no byte of a %s report, on standard output and in a file', async (format) => {
    const { dir } = plant();
    const place = folder();
    const outcome = await runCli(['scan', '-f', format, '-o', `${format}=${place.path('report')}`], {
      cwd: dir,
    });
    expect(outcome.exitCode).toBe(1);
    expectSilence(outcome);
    expect(listLeaks(readFileSync(place.path('report'), 'utf8'))).toEqual([]);
  });

  test('are in no byte of a report in colour', async () => {
    expectSilence(await runCli(['scan', '--colour', 'always'], { cwd: plant().dir }));
  });

  test('are in no byte of a report about standard input, whole, cut short or on one line', async () => {
    const text = planted
      .filter(({ path }) => path.endsWith('example.txt'))
      .map((one) => one.text)
      .join('\n');
    for (const input of [text, text.replaceAll('\n', ' '), text.slice(0, -20)])
      for (const format of formats)
        expectSilence(await runCli(['scan', '-', '-f', format], { cwd: '/', input }));
  });

  test('of which only the last four characters may be shown are shown no more of', async () => {
    const { stdout } = await runCli(['scan', '-f', 'json'], { cwd: plant().dir });
    for (const { preview } of readReport(stdout).findings)
      expect(preview).toMatch(/^(?:invoance_live_)?\*{8}.{0,4}$/);
  });
});

describe('planted secrets are told by nothing that goes wrong:', () => {
  test.each([
    ['a report that cannot be written', ['-o', 'no/where.json']],
    ['a report without a format', ['-o', 'report.doc']],
    ['no rules', ['--no-builtin-rules']],
    ['secrets shown to a pipe', ['--show-secrets']],
    ['an unknown option', ['--shwo-secrets']],
  ])('%s', async (_, args) => {
    const outcome = await runCli(['scan', ...args], { cwd: plant().dir });
    expect(outcome.exitCode).toBe(2);
    expectSilence(outcome);
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk', async () => {
    const outcome = await runCli(['scan', '-o', 'json=/dev/full'], { cwd: plant().dir });
    expect(outcome.exitCode).toBe(3);
    expect(outcome.stderr).toContain('the disk is full');
    expectSilence(outcome);
  });

  test('rule files that hold them, in any place but that of a name', async () => {
    const { dir, write } = folder();
    for (const { secret } of planted.slice(0, 2)) {
      for (const text of [
        `${secret}\n`,
        `[[rules]]\nid = ${secret}\n`,
        `[[rules]]\nid = "a"\nseverity = "${secret}"\n`,
        `[[rules]]\nid = "a"\nkeywords = ["${secret}"]\npattern = '(${secret}'\nmatch = ["${secret}"]\n`,
      ]) {
        write({ 'own.toml': text });
        const outcome = await runCli(['scan', '--rules', 'own.toml'], { cwd: dir });
        expect(outcome.exitCode).toBe(2);
        expectSilence(outcome);
      }
    }
  });

  test.skipIf(process.platform === 'win32')('an unreadable file', async () => {
    const made = plant();
    chmodSync(made.dir, 0o755);
    chmodSync(made.path(planted[0]!.path), 0o000);
    for (const format of formats) {
      const uid = process.getuid?.() === 0 ? { uid: NOBODY } : {};
      const outcome = await runCli(['scan', '-f', format], { cwd: made.dir, ...uid });
      expect(outcome.stdout).toContain('permission denied');
      expectSilence(outcome);
    }
  });

  test('a closed standard output', async () => {
    const { dir } = plant();
    const child = startCli(['scan', '-o', 'r.json'], { cwd: dir });
    child.stdin.end();
    child.stdout.destroy();
    expectSilence(await finish(child));
    expect(listLeaks(readFileSync(`${dir}/r.json`, 'utf8'))).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('an interruption', async () => {
    const child = startCli(['scan', '-'], { cwd: '/' });
    child.stdin.on('error', () => undefined);
    child.stdin.write(`${planted.map(({ text }) => text).join('\n')}\n${'x\n'.repeat(300_000)}`);
    setTimeout(() => child.kill('SIGINT'), 1000);
    const outcome = await finish(child);
    expect(outcome.exitCode).toBe(130);
    expectSilence(outcome);
  });
});

test('nothing is left behind beside what was asked for', async () => {
  const { dir } = plant();
  const before = readdirSync(dir).sort();
  await runCli(['scan', '-o', 'no/where.json'], { cwd: dir });
  await runCli(['scan'], { cwd: dir });
  expect(readdirSync(dir).sort()).toEqual(before);
});
