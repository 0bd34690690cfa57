import { chownSync, lchownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ToolError } from '../../src/core/errors.ts';
import { listFiles } from '../../src/sources/worktree.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';
import { list } from '../support/listing.ts';
import { repo } from '../support/repo.ts';

describe('paths in reports', () => {
  it('start at the top of the work tree, whatever part of it is named', async () => {
    const place = repo({ files: { 'src/deep/a.ts': '', 'b.ts': '' } });
    expect((await list(place.path('src/deep'))).paths).toEqual(['src/deep/a.ts']);
    expect((await list(place.path('src/deep/a.ts'), { cwd: place.dir })).paths).toEqual(['src/deep/a.ts']);
    expect((await list(place.path('src'), { usesGit: false })).paths).toEqual(['src/deep/a.ts']);
    expect((await list(place.path('src'), { honoursIgnoreFiles: false })).paths).toEqual(['src/deep/a.ts']);
  });

  it('start at the current folder outside of a work tree', async () => {
    const place = folder({ 'src/a.ts': '' });
    expect((await list('src', { cwd: place.dir })).paths).toEqual(['src/a.ts']);
    expect((await list('src/a.ts', { cwd: place.dir })).paths).toEqual(['src/a.ts']);
  });

  it('start at the named folder when it is not below the current one', async () => {
    const place = folder({ 'src/a.ts': '', 'else/b.ts': '' });
    expect((await list('../src', { cwd: place.path('else') })).paths).toEqual(['a.ts']);
    expect((await list('../src/a.ts', { cwd: place.path('else') })).paths).toEqual(['a.ts']);
  });

  it('of several trees start at the folder above them all', async () => {
    const place = folder();
    const trees = ['one', 'two'].map((name) => {
      place.write({ [`${name}/a.txt`]: '' });
      return place.path(name);
    });
    const inside = repo({ files: { 'a.txt': '' } });
    expect((await list('', { paths: trees, cwd: inside.dir })).paths).toEqual(['one/a.txt', 'two/a.txt']);
  });

  it('lead to the file', async () => {
    const place = folder({ 'src/a.ts': '' });
    const { files } = await list(place.dir);
    expect(files).toEqual([{ path: 'src/a.ts', absolutePath: place.path('src/a.ts') }]);
  });
});

describe('what is named', () => {
  it('is listed once when named twice or inside of another', async () => {
    const place = repo({ files: { 'src/a.ts': '', 'b.ts': '', '.gitignore': '*.log', 'c.log': '' } });
    const paths = ['.', 'src', 'src/a.ts', './b.ts', 'c.log', 'c.log', '.'];
    const { files } = await list('', { paths, cwd: place.dir });
    const listed = files.map(({ path }) => path).sort();
    expect(listed).toEqual(['.gitignore', 'b.ts', 'c.log', 'src/a.ts']);
  });

  it('as a file is listed though it is ignored, excluded and not included', async () => {
    const place = repo({ files: { '.gitignore': '*.log', 'a.log': '' } });
    const request = { cwd: place.dir, include: ['*.ts'], exclude: ['*.log'] };
    expect((await list('a.log', request)).paths).toEqual(['a.log']);
  });

  it('as a file starts no git', async () => {
    const place = repo({ files: { 'a.txt': '' } });
    const { paths, problems } = await withFakeGit(undefined, () => list(place.path('a.txt')));
    expect({ paths, problems }).toEqual({ paths: ['a.txt'], problems: [] });
  });

  it('as a link is followed, under its own name', async () => {
    const place = folder({
      'real/a.txt': 'content',
      file: { linkTo: 'real/a.txt' },
      tree: { linkTo: 'real' },
    });
    const named = await list('file', { cwd: place.dir });
    expect(named.files).toEqual([{ path: 'file', absolutePath: place.path('real/a.txt') }]);
    expect((await list('tree', { cwd: place.dir })).paths).toEqual(['real/a.txt']);
  });

  it('as an ignored folder is listed all the same, marked as ignored', async () => {
    const place = repo({
      files: {
        '.gitignore': 'dist/\n*.tmp',
        'dist/a.js': '',
        'dist/x/b.js': '',
        'dist/c.tmp': '',
        'd.ts': '',
      },
    });
    const { paths, ignoredPaths } = await list('dist', { cwd: place.dir });
    expect({ paths, ignoredPaths }).toEqual({ paths: [], ignoredPaths: ['dist/a.js', 'dist/x/b.js'] });
  });

  it('as a folder that is not ignored, but all in it save one, lists that one', async () => {
    const files = { '.gitignore': ':x/*\n!:x/kept\n', ':x/kept': '', ':x/other': '' };
    const place = repo({ files });
    expect(await list(':x', { cwd: place.dir })).toMatchObject({
      paths: [':x/kept'],
      ignoredPaths: [],
      problems: [],
    });
  });

  it('as a folder without files lists nothing', async () => {
    const place = repo();
    expect(await list(place.dir)).toMatchObject({ files: [], problems: [] });
    expect(await list(folder().dir)).toMatchObject({ files: [], problems: [] });
  });
});

describe('what cannot be scanned ends the run before anything is listed:', () => {
  it.each([
    ['a missing path', 'gone', 'missing-path', /cannot read gone: it does not exist/],
    ['a path below a file', 'a.txt/b', 'missing-path', /a part of its path is no folder/],
    ['a link to itself', 'loop', 'missing-path', /its links lead in a circle/],
    ['a path that is too long', 'x'.repeat(5000), 'missing-path', /its path is longer than the system takes/],
    ['a device', '/dev/null', 'bad-usage', /neither a file nor a folder/],
    ['a bare repository', 'bare.git', 'bad-usage', /git directory/],
    ['the .git of a work tree', '.git', 'bad-usage', /git directory/],
  ])('%s', async (_name, path, code, message) => {
    const place = repo({ commits: [{ files: { 'a.txt': '', loop: { linkTo: 'loop' } } }] });
    place.git('clone', '--quiet', '--bare', '.', 'bare.git');
    const listing = listFiles({
      paths: ['a.txt', path],
      cwd: place.dir,
      include: [],
      exclude: [],
      usesGit: true,
      honoursIgnoreFiles: true,
    });
    const error = await listing.next().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(ToolError);
    expect(error).toMatchObject({ code, exit: 'usage', message: expect.stringMatching(message) });
    expect((error as ToolError).hint).not.toBe('');
  });

  it('a bare repository is named with the mode that reads it', async () => {
    const place = repo({ init: ['--bare'] });
    await expect(list(place.dir)).rejects.toMatchObject({ hint: expect.stringContaining('--history') });
    expect((await list(place.dir, { usesGit: false })).paths).toContain('HEAD');
  });

  it.skipIf(process.getuid?.() !== 0)('a repository of another user (tested as root only)', async () => {
    const place = repo({ files: { 'a.txt': '' } });
    giveAway(place.dir);
    await expect(list(place.dir)).rejects.toMatchObject({ code: 'git-refused' });
    expect((await list(place.dir, { usesGit: false })).paths).toEqual(['a.txt']);
  });

  function giveAway(dir: string): void {
    const anotherUser = 54_321;
    for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
      lchownSync(join(dir, name), anotherUser, anotherUser);
    }
    chownSync(dir, anotherUser, anotherUser);
  }
});

describe('without git', () => {
  const files = { '.gitignore': 'a.log', 'a.log': '', 'b.txt': '', '.env': '' };

  it('a work tree is walked, with a word about it', async () => {
    const place = repo({ files });
    const { paths, problems } = await withFakeGit(undefined, () => list(place.dir));
    expect(paths).toEqual(['.env', '.gitignore', 'b.txt']);
    expect(problems).toMatchObject([{ code: 'no-git', isIncomplete: false }]);
  });

  it('no word is said where git would not be asked', async () => {
    const place = folder(files);
    const { paths, problems } = await withFakeGit(undefined, () => list(place.dir));
    expect({ paths, problems }).toEqual({ paths: ['.env', '.gitignore', 'b.txt'], problems: [] });
  });
});

describe('a work tree that git does not accept', () => {
  it.each([
    ['because its repository is gone', { '.git': 'gitdir: /nonexistent/modules/x\n' }],
    ['because .git is no such file', { '.git': 'nonsense' }],
  ])('%s is walked, with a word about it', async (_fact, gitFile) => {
    const place = folder({ ...gitFile, 'a.txt': '', '.gitignore': 'b.txt', 'b.txt': '' });
    const { paths, problems } = await list(place.dir);
    expect(paths).toEqual(['.gitignore', 'a.txt']);
    expect(problems).toMatchObject([{ code: 'git-failed', isIncomplete: false }]);
  });

  it('because its config claims another one is walked, and the other is not', async () => {
    const other = folder({ 'private.txt': '' });
    const place = repo({ files: { 'a.txt': '' } });
    place.git('config', 'core.worktree', other.dir);
    const { paths, problems } = await list(place.dir);
    expect(paths).toEqual(['a.txt']);
    expect(problems).toMatchObject([{ code: 'git-failed', isIncomplete: false }]);
  });

  it('an empty folder called .git makes no work tree', async () => {
    const place = folder({ '.git/x': '', 'a.txt': '' });
    expect(await list(place.dir)).toMatchObject({ paths: ['a.txt'], problems: [] });
  });
});

describe('patterns', () => {
  const files = { 'a.ts': '', 'b.md': '', 'x/c.ts': '', 'x/d.md': '', '.env': '', '.gitignore': '.env' };

  it.each([
    ['by git', repo],
    ['by walking', folder],
  ])('choose among what is listed %s, and what they leave out is counted', async (_way, make) => {
    const place = make === repo ? repo({ files }) : folder(files);
    expect(await list(place.dir, { include: ['*.ts'] })).toMatchObject({
      paths: ['a.ts', 'x/c.ts'],
      ignoredPaths: [],
      skipped: { 'not matched by --include': 4 },
    });
    expect(await list(place.dir, { exclude: ['x/', '.gitignore'] })).toMatchObject({
      paths: ['a.ts', 'b.md'],
      ignoredPaths: ['.env'],
      skipped: { 'excluded by --exclude': 3 },
    });
  });
});

describe('an aborted listing', () => {
  it.each([
    ['by git', repo],
    ['by walking', folder],
  ])('%s throws the reason', async (_way, make) => {
    const files = Object.fromEntries(Array.from({ length: 600 }, (_, index) => [`${index}.txt`, '']));
    const place = make === repo ? repo({ files }) : folder(files);
    const stop = new AbortController();
    const reading = async () => {
      const paths = [place.dir];
      const request = {
        paths,
        cwd: place.dir,
        include: [],
        exclude: [],
        usesGit: true,
        honoursIgnoreFiles: true,
      };
      for await (const _listing of listFiles({ ...request, signal: stop.signal }))
        stop.abort(new Error('enough'));
    };
    await expect(reading()).rejects.toThrow('enough');
  });
});
