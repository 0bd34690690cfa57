// A repository that tries to have its own programs run.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { expectKey, makeKey, see } from '../../support/git-scan.ts';
import { type Repo, repo } from '../../support/repo.ts';

const key = makeKey('hostile');

/** A repository with a staged key, and a program that leaves a mark when it runs. */
function plant(): { place: Repo; program: string; mark: string } {
  const place = repo({
    commits: [{ files: { 'a.txt': 'x\n', '.gitattributes': '*.txt diff=trap filter=trap\n' } }],
  });
  const outside = folder();
  const mark = outside.path('it-ran');
  outside.write({ trap: `#!/bin/sh\ntouch '${mark}'\ncat\n` });
  chmodSync(outside.path('trap'), 0o755);
  place.write({ 'b.txt': `key ${key}\n` });
  place.git('add', '--all');
  place.git('commit', '--quiet', '--message', 'b');
  place.write({ 'c.txt': `key ${key}\n` });
  place.git('add', '--all');
  return { place, program: outside.path('trap'), mark };
}

/** Gives HEAD a signature, which git has checked when it shows it. */
function signHead(place: Repo): void {
  const [headers, message] = place.git('cat-file', 'commit', 'HEAD').split('\n\n', 2);
  const signature = 'gpgsig -----BEGIN PGP SIGNATURE-----\n \n abcd\n -----END PGP SIGNATURE-----';
  place.write({ '.git/signed': `${headers}\n${signature}\n\n${message}` });
  place.git('reset', '--soft', place.git('hash-object', '-t', 'commit', '-w', '.git/signed').trim());
}

const traps: Readonly<Record<string, (place: Repo, program: string) => void>> = {
  'a file-system monitor': (place, program) => place.git('config', 'core.fsmonitor', program),
  'an external diff': (place, program) => place.git('config', 'diff.external', program),
  'a diff driver': (place, program) => place.git('config', 'diff.trap.command', program),
  'a textconv filter': (place, program) => place.git('config', 'diff.trap.textconv', program),
  'a clean and smudge filter': (place, program) => {
    place.git('config', 'filter.trap.smudge', program);
    place.git('config', 'filter.trap.clean', program);
    place.git('config', 'filter.trap.process', program);
  },
  'a pager': (place, program) => {
    for (const command of ['core', 'log', 'diff', 'show']) place.git('config', `pager.${command}`, program);
    place.git('config', 'core.pager', program);
  },
  'a program that checks signatures': (place, program) => {
    place.git('config', 'gpg.program', program);
    place.git('config', 'log.showSignature', 'true');
    signHead(place);
  },
  'hooks for everything': (place, program) => {
    mkdirSync(place.path('hooks'));
    place.git('config', 'core.hooksPath', place.path('hooks'));
    for (const hook of ['post-index-change', 'pre-commit', 'reference-transaction', 'post-checkout']) {
      place.write({ [`hooks/${hook}`]: `#!/bin/sh\nexec '${program}'\n` });
      chmodSync(place.path('hooks', hook), 0o755);
    }
  },
  'a command that lists alternates': (place, program) =>
    place.git('config', 'core.alternateRefsCommand', program),
  'a credential helper and a way to ask': (place, program) => {
    place.git('config', 'credential.helper', program);
    place.git('config', 'core.askPass', program);
  },
  'a transport of its own': (place, program) => {
    place.git('config', 'core.repositoryFormatVersion', '1');
    place.git('config', 'extensions.partialClone', 'origin');
    place.git('config', 'remote.origin.promisor', 'true');
    place.git('config', 'remote.origin.url', `ext::${program}`);
    place.git('config', 'protocol.ext.allow', 'always');
  },
};

describe.each(Object.entries(traps))('%s', (_name, set) => {
  test.each([['scan', '--staged'], ['scan', '--range', 'HEAD'], ['scan', '--history'], ['audit']])(
    'does not run under %s %s',
    async (...args) => {
      const { place, program, mark } = plant();
      set(place, program);
      const seen = await see(
        args.filter((word) => word !== undefined),
        { cwd: place.dir },
      );
      expectKey(seen, key);
      expect(existsSync(mark)).toBe(false);
    },
  );
});

describe('settings that change what git prints', () => {
  const settings: readonly (readonly [string, string])[] = [
    ['log.showRoot', 'false'],
    ['log.follow', 'true'],
    ['log.diffMerges', 'off'],
    ['log.decorate', 'full'],
    ['log.date', 'relative'],
    ['diff.renames', 'copies'],
    ['diff.relative', 'true'],
    ['diff.noprefix', 'true'],
    ['diff.ignoreSubmodules', 'all'],
    ['diff.orderFile', '/dev/null'],
    ['core.quotePath', 'true'],
    ['core.abbrev', '4'],
    ['color.ui', 'always'],
    ['format.pretty', 'oneline'],
    ['i18n.logOutputEncoding', 'ISO-8859-1'],
    ['grep.patternType', 'perl'],
  ];

  // Planted repositories are alike to the commits' ids; each is scanned once, so that no cache answers.
  let before: Awaited<ReturnType<typeof scanAll>>;
  beforeAll(async () => {
    before = await scanAll(plant().place);
  });

  test.each(settings)('%s = %s changes nothing', async (name, value) => {
    const { place } = plant();
    place.git('config', name, value);
    expect(await scanAll(place)).toEqual(before);
  });

  async function scanAll(place: Repo) {
    const parts = [['--staged'], ['--range', 'HEAD'], ['--history']];
    const seen = await Promise.all(parts.map((part) => see(['scan', ...part], { cwd: place.dir })));
    return seen.map(({ places }) => places);
  }
});

test('grafts and replaced objects hide nothing', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const leak = place.commit({ 'b.txt': `key ${key}\n` });
  const clean = place.commit({ 'b.txt': 'clean\n' });
  const first = place.git('rev-parse', 'HEAD~2').trim();
  const [leaked, harmless] = [`${leak}:b.txt`, `${clean}:b.txt`].map((name) =>
    place.git('rev-parse', name).trim(),
  );
  place.git('replace', leaked!, harmless!);
  place.write({ '.git/info/grafts': `${clean} ${first}\n` });
  for (const part of [['--history'], ['--range', `${first}..HEAD`]]) {
    const seen = await see(['scan', ...part], { cwd: place.dir });
    expectKey(seen, key);
    expect(seen.places).toMatchObject([{ path: 'b.txt', commit: { id: leak } }]);
  }
});

test('a repository of another owner is refused with the remedy', async () => {
  if (process.getuid?.() !== 0) return;
  const { place } = plant();
  chmodSync(place.dir, 0o755);
  for (const args of [['scan', '--staged'], ['scan', '--history'], ['audit']]) {
    const { exitCode, stdout, stderr } = await runCli(args, { cwd: place.dir, uid: 65534 });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toContain('safe.directory');
  }
});
