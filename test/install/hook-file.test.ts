import { chmodSync, lstatSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { putHookFile, takeHookFile } from '../../src/install/hook-file.ts';
import { type Files, type Folder, folder } from '../support/folder.ts';

const lines = 'invguard guard pre-commit "$@"\n';

/** Everything of a directory that a hook's owner could notice. */
function look(place: Folder) {
  return readdirSync(place.dir)
    .sort()
    .map((name) => {
      const stats = lstatSync(place.path(name));
      const content = stats.isSymbolicLink()
        ? readlinkSync(place.path(name))
        : readFileSync(place.path(name), 'latin1');
      return { name, mode: stats.mode.toString(8), content };
    });
}

describe('a hook that was there is put aside and put back as it was', () => {
  const cases: readonly [string, Files, number][] = [
    ['a script', { 'pre-commit': '#!/bin/sh\nnpm test\n' }, 0o755],
    [
      'a script of another language, without a last line break',
      { 'pre-commit': '#!/usr/bin/env python3\nprint(1)' },
      0o750,
    ],
    ['a program', { 'pre-commit': new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 255, 10]) }, 0o711],
    ['a script that is switched off', { 'pre-commit': '#!/bin/sh\nexit 1\n' }, 0o644],
    ['a link', { 'pre-commit': { linkTo: 'scripts/check' }, 'check.sh': '#!/bin/sh\n' }, 0],
    ['an empty file', { 'pre-commit': '' }, 0o755],
  ];

  test.each(cases)('%s', (_, files, mode) => {
    const place = folder(files);
    if (mode > 0) chmodSync(place.path('pre-commit'), mode);
    const before = look(place);
    expect(putHookFile(place.path('pre-commit'), lines)).toBe('kept');
    expect(putHookFile(place.path('pre-commit'), lines)).toBe('unchanged');
    expect(lstatSync(place.path('pre-commit')).mode & 0o777).toBe(0o755);
    expect(takeHookFile(place.path('pre-commit'))).toBe('restored');
    expect(look(place)).toEqual(before);
  });
});

test('a hook that we made is removed', () => {
  const place = folder();
  expect(putHookFile(place.path('hooks/pre-commit'), lines)).toBe('made');
  expect(takeHookFile(place.path('hooks/pre-commit'))).toBe('removed');
  expect(readdirSync(place.path('hooks'))).toEqual([]);
});

test('our lines are replaced, and a lost mode is mended', () => {
  const place = folder();
  const path = place.path('pre-commit');
  putHookFile(path, lines);
  expect(putHookFile(path, 'other\n')).toBe('updated');
  chmodSync(path, 0o644);
  expect(putHookFile(path, 'other\n')).toBe('updated');
  expect(look(place)).toMatchObject([{ mode: '100755', content: expect.stringContaining('other\n') }]);
});

test('lines that somebody added to our file stay', () => {
  const place = folder({ 'pre-commit': '#!/bin/sh\nold\n' });
  const path = place.path('pre-commit');
  putHookFile(path, lines);
  place.write({ 'pre-commit': `${readFileSync(path, 'utf8')}echo mine\n` });
  expect(takeHookFile(path)).toBe('own lines');
  expect(look(place).map(({ content }) => content)).toEqual(['#!/bin/sh\necho mine\n', '#!/bin/sh\nold\n']);
});

test('a second hook beside one that is kept is nobody’s to throw away', () => {
  const place = folder({ 'pre-commit': 'new', 'pre-commit.invguard-kept': 'old' });
  const before = look(place);
  expect(() => putHookFile(place.path('pre-commit'), lines)).toThrow(/are both there/);
  expect(look(place)).toEqual(before);
});

test('a hook without our lines is left alone', () => {
  const place = folder({ 'pre-commit': '#!/bin/sh\n' });
  expect(takeHookFile(place.path('pre-commit'))).toBeUndefined();
  expect(takeHookFile(place.path('pre-push'))).toBeUndefined();
});

test('a folder that cannot be written leaves the hook where it was', () => {
  const place = folder({ 'pre-commit': '#!/bin/sh\n' });
  rmSync(place.path('pre-commit'));
  place.write({ hooks: 'a file' });
  expect(() => putHookFile(place.path('hooks/pre-commit'), lines)).toThrow(/cannot read or write/);
});
