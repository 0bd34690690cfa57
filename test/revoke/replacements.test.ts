import { readFileSync, statSync } from 'node:fs';
import { expect, test } from 'vitest';

import { Secret } from '../../src/core/secret.ts';
import { writeReplacements } from '../../src/revoke/replacements.ts';
import { createFinding } from '../support/findings.ts';
import { folder } from '../support/folder.ts';
import { listOpenFiles } from '../support/open-files.ts';

const findings = ['one', 'two\nlines', 'two\rlines', 'three'].map((text) => ({
  ...createFinding(),
  secret: new Secret(text),
}));

test('every secret of one line has its line, for its owner alone', () => {
  const file = folder().path('r.txt');
  writeReplacements(file, findings, []);
  expect(readFileSync(file, 'utf8')).toBe('literal:one==>***REMOVED***\nliteral:three==>***REMOVED***\n');
  expect(listOpenFiles(file) ?? []).toEqual([]);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
});

test('what is there already is left as it is', () => {
  const made = folder({ 'r.txt': 'mine' });
  const write = () => writeReplacements(made.path('r.txt'), findings, []);
  expect(write).toThrow(expect.objectContaining({ code: 'cannot-write' }));
  expect(readFileSync(made.path('r.txt'), 'utf8')).toBe('mine');
});

test('nothing is written inside what is scanned', () => {
  const made = folder({ 'repo/a': '' });
  const write = () => writeReplacements(made.path('repo/r.txt'), findings, [made.path('repo')]);
  expect(write).toThrow(expect.objectContaining({ code: 'bad-usage' }));
  expect(() => statSync(made.path('repo/r.txt'))).toThrow('ENOENT');
});
