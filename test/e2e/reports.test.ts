// Where reports go, and what they look like there.
import { spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cliPath, finish, isolateEnv, runCli, startCli } from '../support/cli.ts';
import { folder } from '../support/folder.ts';
import { repo } from '../support/repo.ts';
import { dropDurations, readReport } from '../support/reports.ts';
import { expand } from '../support/secrets.ts';

const key = expand('invoance_live_<alnum:24>', 'report');
const tree = () => folder({ 'a.txt': `key ${key}\n` });

describe('--output', () => {
  test('writes each format it is asked for, by suffix or by name, beside what goes to standard output', async () => {
    const { dir, path } = tree();
    const outputs = ['r.json', 'r.jsonl', 'r.sarif', 'r.txt', 'json=r.report', 'sarif=r.out'];
    const { exitCode, stdout } = await runCli(['scan', 'a.txt', ...outputs.flatMap((one) => ['-o', one])], {
      cwd: dir,
    });
    expect(exitCode).toBe(1);
    expect(stdout).toContain('1 secret in 1 place');
    const read = (name: string) => readFileSync(path(name), 'utf8');
    expect(readReport(read('r.json')).findings).toHaveLength(1);
    expect(dropDurations(read('r.report'))).toBe(dropDurations(read('r.json')));
    expect(read('r.out')).toBe(read('r.sarif'));
    expect(
      read('r.jsonl')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).type),
    ).toEqual(['header', 'finding', 'end']);
    expect(dropDurations(read('r.txt'))).toBe(dropDurations(stdout));
    expect(readdirSync(dir).sort()).toEqual([
      'a.txt',
      'r.json',
      'r.jsonl',
      'r.out',
      'r.report',
      'r.sarif',
      'r.txt',
    ]);
  });

  test.each(['r.txt', 'r.TXT', 'text=r.log'])(
    'draws the line of the secret in %s, whatever else is printed',
    async (output) => {
      const { dir, path } = tree();
      await runCli(['scan', 'a.txt', '-f', 'json', '-o', output], { cwd: dir });
      expect(readFileSync(path(output.replace('text=', '')), 'utf8')).toContain('1 │ key ********');
    },
  );

  test.skipIf(process.platform === 'win32')('makes a file that only its owner may read', async () => {
    const { dir, path } = tree();
    await runCli(['scan', 'a.txt', '-o', 'r.json'], { cwd: dir });
    expect(statSync(path('r.json')).mode & 0o077).toBe(0);
  });

  test('replaces a report that is there', async () => {
    const { dir, path, write } = tree();
    write({ 'r.json': 'old' });
    await runCli(['scan', 'a.txt', '-o', 'r.json'], { cwd: dir });
    expect(readReport(readFileSync(path('r.json'), 'utf8')).findings).toHaveLength(1);
  });

  test.each([
    ['a missing path', ['scan', 'nope', '-o', 'r.json']],
    ['a second report that cannot be written', ['scan', 'a.txt', '-o', 'r.json', '-o', 'no/where.json']],
    ['no rules', ['scan', 'a.txt', '-o', 'r.json', '--no-builtin-rules']],
  ])('leaves the old report alone, and nothing beside it, for %s', async (_, args) => {
    const { dir, path, write } = tree();
    write({ 'r.json': 'old' });
    expect((await runCli(args, { cwd: dir })).exitCode).toBe(2);
    expect(readFileSync(path('r.json'), 'utf8')).toBe('old');
    expect(readdirSync(dir).sort()).toEqual(['a.txt', 'r.json']);
  });

  test('of a folder is refused before anything is scanned, and leaves nothing behind', async () => {
    const { dir, path, write } = tree();
    write({ 'r.json/x': '' });
    const { exitCode, stderr } = await runCli(['scan', 'a.txt', '-o', 'r.json'], { cwd: dir });
    expect(exitCode).toBe(2);
    expect(stderr).toContain('cannot write the report');
    expect(existsSync(path('r.json/x'))).toBe(true);
    expect(readdirSync(dir).sort()).toEqual(['a.txt', 'r.json']);
  });

  test.skipIf(process.platform === 'win32')('to a device writes to it and leaves it what it is', async () => {
    const { dir } = tree();
    const { exitCode } = await runCli(['scan', 'a.txt', '-o', 'json=/dev/null'], { cwd: dir });
    expect(exitCode).toBe(1);
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  test.skipIf(process.platform === 'win32')(
    'to a link writes where it leads, and leaves the link',
    async () => {
      const { dir, path, write } = tree();
      write({ 'there/r.json': 'old', 'r.json': { linkTo: 'there/r.json' } });
      await runCli(['scan', 'a.txt', '-o', 'r.json'], { cwd: dir });
      expect(lstatSync(path('r.json')).isSymbolicLink()).toBe(true);
      expect(readReport(readFileSync(path('there/r.json'), 'utf8')).findings).toHaveLength(1);
    },
  );

  test('is not scanned itself, nor is what stands in for it', async () => {
    const { dir } = tree();
    const { stdout } = await runCli(['scan', '-f', 'json', '-o', 'r.json'], { cwd: dir });
    expect(readReport(stdout).coverage.blobs).toBe(1);
  });
});

describe.skipIf(process.platform === 'win32')('a report that standard output does not take', () => {
  const places: readonly (readonly [string, string])[] = [
    ['a full disk', 'exec "$0" "$@" > /dev/full'],
    // SIGXFSZ would end the program; without it, what is past the limit is not written, as on a disk that is nearly full.
    ['a file that has room for a part', `trap '' XFSZ; ulimit -f 1; exec "$0" "$@" > part`],
  ];
  const runs: readonly (readonly string[])[] = [
    ['scan', 'clean.txt', '-f', 'sarif'],
    ['scan', 'a.txt', '-f', 'sarif'],
    ['rules', 'list'],
    ['--help'],
    ['scan', '--help'],
  ];
  const shortRuns: readonly (readonly string[])[] = [
    ['--version'],
    ['completion'],
    ['rules', 'check'],
    ['install'],
    ['doctor'],
    ['uninstall'],
    ['baseline', 'create'],
  ];

  test.each(places.filter(([, script]) => !script.includes('/dev/full') || existsSync('/dev/full')))(
    'on %s is told as not written',
    (_, script) => {
      const { dir } = folder({ 'a.txt': `key ${key}\n`, 'clean.txt': '' });
      for (const args of runs) expectNotWritten(script, args, dir);
    },
  );

  test.skipIf(!existsSync('/dev/full')).each(shortRuns)('whatever it is: %s %s', (...args) => {
    expectNotWritten('exec "$0" "$@" > /dev/full', args, repo().dir);
  });

  function expectNotWritten(script: string, args: readonly string[], cwd: string): void {
    const { status, stderr } = spawnSync('sh', ['-c', script, process.execPath, cliPath, ...args], {
      ...{ cwd, env: isolateEnv(), encoding: 'utf8' },
    });
    expect({ status, stderr }).toEqual({
      status: 3,
      stderr: expect.stringMatching(/^invguard: cannot write the report to standard output: .+\n {2}.+\n$/),
    });
  }

  test.each([[['--version']], [['scan', 'clean.txt', '-f', 'sarif']]])(
    'because its reader is gone changes nothing: %j',
    async (args) => {
      const { dir } = folder({ 'clean.txt': '' });
      const child = startCli(args, { cwd: dir });
      child.stdin.end();
      child.stdout.destroy();
      expect(await finish(child)).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    },
  );
});

describe('--show-secrets', () => {
  test('is refused for a pipe and for a file', async () => {
    const { dir } = tree();
    for (const more of [[], ['-o', 'r.json']]) {
      const { exitCode, stdout, stderr } = await runCli(['scan', '--show-secrets', ...more], { cwd: dir });
      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).not.toContain(key);
    }
    expect(readdirSync(dir)).toEqual(['a.txt']);
  });

  test('shows them when it is forced, but never in a format that is for upload', async () => {
    const { dir } = tree();
    for (const format of ['text', 'json', 'jsonl', 'sarif']) {
      const { stdout } = await runCli(['scan', '--show-secrets', '--force', '-f', format], { cwd: dir });
      expect(stdout.includes(key)).toBe(format !== 'sarif');
    }
  });
});

describe('colour', () => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what colour is made of
  const escapeCode = /\u001b\[/;
  test.each([
    ['none in a pipe', [], {}, false],
    ['when asked for', ['--colour', 'always'], {}, true],
    ['with FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['none with FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['none with NO_COLOR, whatever FORCE_COLOR says', [], { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['with an empty NO_COLOR, which says nothing', [], { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['none when refused, whatever FORCE_COLOR says', ['--colour', 'never'], { FORCE_COLOR: '1' }, false],
    ['none in json', ['-f', 'json', '--colour', 'always'], {}, false],
  ] as const)('%s', async (_, args, env, isThere) => {
    const { stdout } = await runCli(['scan', ...args], { cwd: tree().dir, env });
    expect(escapeCode.test(stdout)).toBe(isThere);
  });

  test('none in a file, whatever standard output has', async () => {
    const { dir, path } = tree();
    const { stdout } = await runCli(['scan', 'a.txt', '--colour', 'always', '-o', 'r.txt'], { cwd: dir });
    expect(escapeCode.test(stdout)).toBe(true);
    expect(escapeCode.test(readFileSync(path('r.txt'), 'utf8'))).toBe(false);
  });
});

describe.skipIf(process.platform !== 'linux')('names that files should not have', () => {
  const names = [
    'new\nline.txt',
    'esc\u001b[31m.txt',
    '::error::x.txt',
    '"quoted\' <b>&.txt',
    '##[error]y.txt',
    'ключ 鍵 %41#?.txt',
  ];
  const files = Object.fromEntries(names.map((name) => [name, `${key}\n`]));

  test.each(['text', 'json', 'jsonl', 'sarif'])('act on nobody who reads the %s report', async (format) => {
    const { exitCode, stdout, stderr } = await runCli(['scan', '-f', format], { cwd: folder(files).dir });
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what must not be there
    expect(stdout).not.toMatch(/[\0-\u0009\u000b-\u001f\u007f-\u009f]/);
    expect(stdout).not.toMatch(/^\s*::error/m);
    expect(stdout).not.toContain('##[error]');
  });

  test('are told exactly by json and sarif', async () => {
    const { dir } = folder(files);
    const json = readReport((await runCli(['scan', '-f', 'json'], { cwd: dir })).stdout);
    expect(json.findings[0]!.places.map(({ path }) => path).sort()).toEqual([...names].sort());
    const sarif = JSON.parse((await runCli(['scan', '-f', 'sarif'], { cwd: dir })).stdout);
    const uris: string[] = sarif.runs[0].results.map(
      (result: { locations: { physicalLocation: { artifactLocation: { uri: string } } }[] }) =>
        result.locations[0]!.physicalLocation.artifactLocation.uri,
    );
    expect(uris.map(decodeURIComponent).sort()).toEqual([...names].sort());
  });
});

describe('what the command line prints is kept:', () => {
  const golden = (name: string) => new URL(`../golden/cli/${name}`, import.meta.url).pathname;
  const { dir } = folder({
    '.env': `# settings\nINVOANCE_API_KEY=${expand('invoance_live_<alnum:24>', 'golden 1')}\nDB_PASSWORD='${expand('<alnum:24>', 'golden 2')}'\n`,
    'src/client.ts': `const client = new InvoanceClient({ apiKey: "${expand('invoance_live_<alnum:24>', 'golden 1')}" });\n`,
    'README.md': 'INVOANCE_API_KEY=your-api-key-here\n',
  });

  test.each([
    ['help.txt', ['--help']],
    ['help-scan.txt', ['scan', '--help']],
    ['help-audit.txt', ['audit', '--help']],
    ['help-guard.txt', ['guard', '--help']],
    ['help-verify.txt', ['verify', '--help']],
    ['help-revoke.txt', ['revoke', '--help']],
    ['help-ci.txt', ['ci', '--help']],
    ['help-rules.txt', ['rules', '--help']],
    ['help-install.txt', ['install', '--help']],
    ['help-uninstall.txt', ['uninstall', '--help']],
    ['help-doctor.txt', ['doctor', '--help']],
    ['help-baseline.txt', ['baseline', '--help']],
    ['rules-list.txt', ['rules', 'list']],
    ['report.txt', ['scan']],
    ['report.json', ['scan', '-f', 'json']],
    ['report.jsonl', ['scan', '-f', 'jsonl']],
    ['report.sarif', ['scan', '-f', 'sarif']],
  ])('%s', async (name, args) => {
    const { stdout, stderr } = await runCli(args, { cwd: dir });
    expect(stderr).toBe('');
    await expect(dropDurations(stdout)).toMatchFileSnapshot(golden(name));
  });

  test('completion names the commands', async () => {
    const { exitCode, stdout } = await runCli(['completion'], { cwd: dir, env: { SHELL: '/bin/bash' } });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('invguard');
    const words = await runCli(['--get-yargs-completions', 'invguard', 'sc'], { cwd: dir });
    expect(words.stdout).toContain('scan');
  });
});
