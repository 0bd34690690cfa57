import { mkdirSync, symlinkSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { listLooseIds } from '../../../src/git/packs/loose-objects.ts';
import { openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { listObjectDirectories } from '../../../src/git/packs/object-directories.ts';
import { folder } from '../../support/folder.ts';

test('objects that nobody can look at are an error, not an empty repository', () => {
  const { path } = folder();
  expect(() => listObjectDirectories({ primary: path('objects') })).toThrow(
    /cannot read .*objects: it does not exist/,
  );
});

test('alternates that are not there are left out, as git does', () => {
  const { path } = folder({ 'objects/x': '' });
  const found = listObjectDirectories({ primary: path('objects'), alternates: [path('gone')] });
  expect(found).toHaveLength(1);
});

describe.runIf(process.platform !== 'win32')('what is there and cannot be read is an error:', () => {
  // A link to itself: no user may read it, root neither.
  const { path } = folder({ 'objects/x': '' });
  const closed = (name: string) => {
    mkdirSync(dirname(path(name)), { recursive: true });
    symlinkSync(basename(name), path(name));
  };

  test('packs', () => {
    closed('packs/pack');
    const open = () => openObjectDatabase({ hashLength: 20, objectDirectories: [path('packs')] });
    expect(open).toThrow(/cannot read .*pack: its links lead in a circle/);
  });

  test('loose objects', () => {
    closed('loose/ab');
    expect(() => listLooseIds(path('loose'), 20)).toThrow(/cannot read .*ab: its links lead in a circle/);
  });

  test('alternates, and the file that names them', () => {
    closed('elsewhere');
    const list = () => listObjectDirectories({ primary: path('objects'), alternates: [path('elsewhere')] });
    expect(list).toThrow(/cannot read .*elsewhere: its links lead in a circle/);
    closed('objects/info/alternates');
    expect(() => listObjectDirectories({ primary: path('objects') })).toThrow(/cannot read .*alternates: /);
  });
});
