import { expect, test } from 'vitest';
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
