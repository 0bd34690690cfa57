import { describe, expect, it } from 'vitest';
import { createSelection } from '../../src/sources/selection.ts';

describe('a pattern', () => {
  it.each([
    ['*.png', ['a.png', 'x/a.png', '.hidden/a.png', '-a.png'], ['a.png.txt', 'x.png/a.txt']],
    ['a.txt', ['a.txt', 'x/a.txt', 'a.txt/below'], ['aa.txt', 'a.txt.x']],
    ['node_modules', ['node_modules/a', 'x/node_modules/.b/c'], ['node_modules.txt', 'my_node_modules/a']],
    ['build/', ['build/a', 'x/build/.b/c'], ['build', 'x/build', 'rebuild/a']],
    ['/build', ['build', 'build/a'], ['x/build', 'x/build/a']],
    ['./build/', ['build/a'], ['build', 'x/build/a']],
    ['src/*.ts', ['src/a.ts'], ['src/x/a.ts', 'x/src/a.ts']],
    ['src/**', ['src/a', 'src/x/y', 'src/line\nbreak'], ['x/src/a']],
    ['src', ['src', 'src/a', 'x/src/a'], ['src2/a']],
    ['**/a', ['a', 'x/y/a', 'x\ny/a'], ['ab']],
    ['*.{js,ts}', ['a.js', 'x/a.ts'], ['a.jsx']],
    ['[ab].txt', ['a.txt', 'x/b.txt'], ['c.txt']],
    ['-x', ['-x', 'y/-x'], ['x']],
    ['.', ['a', 'x/y', '.hidden'], []],
    ['', [], ['a', 'x/y']],
    ['!a/b', [], ['a/b', 'c', 'x/y']],
  ])('%j takes what it says and nothing else', async (pattern, taken, left) => {
    const { reasonToSkip } = await createSelection([], [pattern]);
    for (const path of taken) expect([path, reasonToSkip(path)]).toEqual([path, 'excluded by --exclude']);
    for (const path of left) expect([path, reasonToSkip(path)]).toEqual([path, undefined]);
  });
});

describe('a selection', () => {
  it('without patterns takes everything', async () => {
    const selection = await createSelection([], []);
    expect(selection.reasonToSkip('a')).toBeUndefined();
    expect(selection.excludesDirectory('a')).toBe(false);
  });

  it('takes only what is included', async () => {
    const { reasonToSkip } = await createSelection(['*.ts', 'docs/'], []);
    expect(reasonToSkip('src/a.ts')).toBeUndefined();
    expect(reasonToSkip('docs/a.md')).toBeUndefined();
    expect(reasonToSkip('src/a.md')).toBe('not matched by --include');
  });

  it('leaves out what is both included and excluded', async () => {
    const { reasonToSkip } = await createSelection(['*.ts'], ['test/']);
    expect(reasonToSkip('test/a.ts')).toBe('excluded by --exclude');
  });

  it.each([
    ['data/', 'data', true],
    ['data', 'x/data', true],
    ['data/**', 'data/below', true],
    ['*.txt', 'data', false],
    ['data/*.txt', 'data', false],
  ])('with %j leaves out the folder %s: %s', async (pattern, path, expected) => {
    const { excludesDirectory } = await createSelection([], [pattern]);
    expect(excludesDirectory(path)).toBe(expected);
  });
});
