import { describe, expect, it } from 'vitest';
import { commonDirectory, displayName, displayPath, toPosixPath } from '../../src/sources/paths.ts';

describe('paths of reports', () => {
  it.each([
    ['src\\a.ts', '\\', 'src/a.ts'],
    ['C:\\work\\src', '\\', 'C:/work/src'],
    ['src/a.ts', '/', 'src/a.ts'],
    ['odd\\name', '/', 'odd\\name'],
  ])('%j with separator %j is %j', (path, separator, expected) => {
    expect(toPosixPath(path, separator)).toBe(expected);
  });

  it('start at the base', () => {
    expect(displayPath('/work', '/work/src/a.ts')).toBe('src/a.ts');
    expect(displayPath('/', '/work/a.ts')).toBe('work/a.ts');
    expect(displayPath('/work', '/work')).toBe('');
  });

  it.each([
    [Buffer.from('plain'), 'plain'],
    [Buffer.from('grün 漢 😀'), 'grün 漢 😀'],
    [Buffer.from('caf\xe9.txt', 'latin1'), 'caf\\xe9.txt'],
    [Buffer.from([0xf0, 0x9f, 0x98]), '\\xf0\\x9f\\x98'],
    [Buffer.from([0xc3, 0x28]), '\\xc3('],
    [Buffer.concat([Buffer.of(0xff), Buffer.from('ü'), Buffer.of(0x80)]), '\\xffü\\x80'],
  ])('of bytes %j read %s', (bytes, expected) => {
    expect(displayName(bytes)).toBe(expected);
  });
});

describe('folders', () => {
  it.each([
    [['/work/a'], '/work/a'],
    [['/work/a', '/work/a'], '/work/a'],
    [['/work/a', '/work/b/c'], '/work'],
    [['/work/a', '/work/ab'], '/work'],
    [['/work', '/work/b'], '/work'],
    [['/work', '/etc'], '/'],
  ])('%j have %s in common', (directories, expected) => {
    expect(commonDirectory(directories)).toBe(expected);
  });
});
