import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { BATCH_COUNT } from '../../src/sources/listing.ts';
import { listFiles } from '../../src/sources/worktree.ts';
import { folder } from '../support/folder.ts';
import { list } from '../support/listing.ts';
import { repo } from '../support/repo.ts';

const isWindows = process.platform === 'win32';

describe('a folder', () => {
  it('is walked with everything in it, but for .git', async () => {
    const place = folder({
      'a.txt': '',
      '.hidden/b': '',
      'x/.git/HEAD': '',
      'x/c.txt': '',
      'y/.git': 'gitdir: z',
    });
    expect((await list(place.dir)).paths).toEqual(['.hidden/b', 'a.txt', 'x/c.txt']);
  });

  it('is walked without what .gitignore files name, but for environment files', async () => {
    const place = folder({
      '.gitignore': 'node_modules/\n*.log\n.env*',
      'node_modules/x/.env': '',
      'node_modules/x/index.js': '',
      'a.log': '',
      '.env.local': '',
      'sub/.gitignore': '!b.log\n/c',
      'sub/b.log': '',
      'sub/c': '',
      'sub/d/c': '',
    });
    const { paths, ignoredPaths } = await list(place.dir);
    expect(paths).toEqual(['.gitignore', 'sub/.gitignore', 'sub/b.log', 'sub/d/c']);
    expect(ignoredPaths).toEqual(['.env.local', 'node_modules/x/.env']);
  });

  it.each([true, false])(
    'is walked with everything when ignore files do not count (git: %s)',
    async (usesGit) => {
      const place = repo({ files: { '.gitignore': '*', 'a.txt': '', '.env': '', 'sub/b.txt': '' } });
      const { paths, ignoredPaths } = await list(place.dir, { usesGit, honoursIgnoreFiles: false });
      expect({ paths, ignoredPaths }).toEqual({
        paths: ['.env', '.gitignore', 'a.txt', 'sub/b.txt'],
        ignoredPaths: [],
      });
    },
  );

  it('in a work tree obeys the rules of the folders above it, but is read itself', async () => {
    const place = repo({
      files: { '.gitignore': 'sub\n*.log', 'sub/a.txt': '', 'sub/b.log': '', 'sub/x/sub': '' },
    });
    expect((await list(place.path('sub'), { usesGit: false })).paths).toEqual(['sub/a.txt']);
  });

  it('that a deeper file brings back keeps obeying the other rules of the file above', async () => {
    const place = repo({
      files: {
        '.gitignore': 'build\n*.log\n*[1]*',
        'sub/.gitignore': '!build\n!x[[]1]',
        'sub/build/a.txt': '',
        'sub/build/b.log': '',
        'sub/build/build/c.txt': '',
        'sub/x[1]/d.txt': '',
        'sub/x[1]/1': '',
      },
    });
    const walked = await list(place.dir, { usesGit: false });
    expect(walked.paths).toEqual((await list(place.dir)).paths);
    expect(walked.paths).toContain('sub/build/build/c.txt');
    expect(walked.paths).toContain('sub/x[1]/d.txt');
  });
});

describe('an ignore file', () => {
  it.each([
    ['that is a link does not count', { '.gitignore': { linkTo: 'rules' }, rules: 'a.txt', 'a.txt': '' }],
    ['that is a folder does not count', { '.gitignore/x': 'a.txt', 'a.txt': '' }],
    ['that is huge does not count', { '.gitignore': `a.txt\n${'#'.repeat(1 << 20)}`, 'a.txt': '' }],
  ])('%s', async (_fact, files) => {
    expect((await list(folder(files).dir)).paths).toContain('a.txt');
  });

  it.each([
    ['with a byte order mark', '\uFEFFa.txt\n'],
    ['with carriage returns', 'b.txt\r\na.txt\r\n'],
    ['without a line break at its end', 'a.txt'],
  ])('%s counts', async (_fact, rules) => {
    expect((await list(folder({ '.gitignore': rules, 'a.txt': '' }).dir)).paths).toEqual(['.gitignore']);
  });

  it.skipIf(isWindows)('that is a FIFO is not waited for', async () => {
    const place = folder({ 'a.txt': '' });
    spawnSync('mkfifo', [place.path('.gitignore')]);
    expect((await list(place.dir)).paths).toEqual(['a.txt']);
  });
});

describe('what is not a file', () => {
  it('is counted and not followed: links', async () => {
    const outside = folder({ 'a.txt': '' });
    const place = folder({
      'x/up': { linkTo: '..' },
      'x/self': { linkTo: 'self' },
      'x/out': { linkTo: outside.dir },
      'x/file': { linkTo: outside.path('a.txt') },
      'x/gone': { linkTo: 'nowhere' },
      'real.txt': '',
    });
    expect(await list(place.dir)).toMatchObject({ paths: ['real.txt'], skipped: { 'symbolic link': 5 } });
  });

  it.skipIf(isWindows)('is counted and not opened: FIFOs and sockets', async () => {
    const place = folder({ 'real.txt': '' });
    spawnSync('mkfifo', [place.path('fifo')]);
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(place.path('socket'), resolve));
    expect(await list(place.dir)).toMatchObject({ paths: ['real.txt'], skipped: { 'special file': 2 } });
    server.close();
  });
});

describe('odd names', () => {
  it('survive, of files and of folders', async () => {
    const names = [
      '-rf',
      'a b',
      'line\nbreak',
      'return\r',
      '"q"',
      "it's",
      '*?[x]',
      '{a,b}',
      '!(x)',
      'b\\s',
      '\u2028',
      '...',
    ];
    const place = folder(Object.fromEntries(names.map((name) => [`${name}/${name}`, ''])));
    const { files } = await list(place.dir);
    expect(files.map(({ path }) => path).sort()).toEqual(names.map((name) => `${name}/${name}`).sort());
    expect(files.map(({ absolutePath }) => absolutePath).sort()).toEqual(
      names.map((name) => `${place.dir}/${name}/${name}`).sort(),
    );
  });

  it.skipIf(process.platform !== 'linux')('that are not UTF-8 survive, of files and of folders', async () => {
    const place = folder();
    const script = `d="$(printf 'd\\377')" && mkdir "$d" && touch "$d/$(printf 'f\\376')" "$d/g" "$(printf '\\375.env')"`;
    spawnSync('sh', ['-c', script], { cwd: place.dir });
    const { files } = await list(place.dir);
    const named = files.map(({ path, absolutePath }) => [path, Buffer.from(absolutePath).toString('latin1')]);
    expect(named.sort()).toEqual([
      ['\\xfd.env', `${place.dir}/\xfd.env`],
      ['d\\xff/f\\xfe', `${place.dir}/d\xff/f\xfe`],
      ['d\\xff/g', `${place.dir}/d\xff/g`],
    ]);
  });
});

describe('a tree', () => {
  const nest =
    'i=0; while [ $i -lt "$2" ]; do mkdir "$1" && cd "$1" || exit 1; i=$((i+1)); done; touch f 2>/dev/null';

  it.skipIf(isWindows)('of 1,000 folders in each other is walked to its end', async () => {
    const place = folder();
    spawnSync('sh', ['-c', nest, 'sh', 'd', '1000'], { cwd: place.dir });
    expect(await list(place.dir)).toMatchObject({ paths: [`${'d/'.repeat(1000)}f`], problems: [] });
  });

  it.skipIf(isWindows)('deeper than a path may be long is a problem, unless that is excluded', async () => {
    const place = folder({ 'a.txt': '' });
    const name = 'd'.repeat(200);
    spawnSync('sh', ['-c', nest, 'sh', name, '40'], { cwd: place.dir });
    const { paths, problems } = await list(place.dir);
    expect(paths).toEqual(['a.txt']);
    expect(problems).toMatchObject([{ code: 'path-too-long', isIncomplete: true }]);
    expect((await list(place.dir, { exclude: [name] })).problems).toEqual([]);
  });

  it('of many files is listed in batches, and waits for its reader', async () => {
    const files = Array.from({ length: 40 }, (_, index) => index).flatMap((number) =>
      Array.from({ length: 300 }, (_, index) => [`${number}/${number}/${index}`, ''] as const),
    );
    const place = folder(Object.fromEntries(files));
    const request = { include: [], exclude: [], usesGit: true, honoursIgnoreFiles: true };
    let count = 0;
    for await (const listing of listFiles({ ...request, paths: [place.dir], cwd: place.dir })) {
      if (listing.kind !== 'files') continue;
      if (count === 0) {
        // What is created while the reader waits is still found, as most folders are not opened yet.
        await sleep(200);
        for (let number = 0; number < 40; number++) place.write({ [`${number}/${number}/late`]: '' });
      }
      expect(listing.files.length).toBeLessThanOrEqual(BATCH_COUNT);
      count += listing.files.length;
    }
    expect(count).toBeGreaterThan(12_000 + 10);
  });

  it('of many folders lets timers and signals have their turn', async () => {
    const place = folder(Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`${index}/a`, ''])));
    let turnCount = 0;
    const ticking = setInterval(() => turnCount++, 0);
    await list(place.dir);
    clearInterval(ticking);
    expect(turnCount).toBeGreaterThan(5);
  });

  it('whose reader leaves early is left alone', async () => {
    const place = folder(
      Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`${index}/${index}`, ''])),
    );
    const request = { include: [], exclude: [], usesGit: true, honoursIgnoreFiles: true };
    for await (const listing of listFiles({ ...request, paths: [place.dir], cwd: place.dir })) {
      expect(listing.kind).toBe('files');
      break;
    }
  });
});
