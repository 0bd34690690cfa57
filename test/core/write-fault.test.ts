import { readdirSync } from 'node:fs';
import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { explainWriteFault } from '../../src/core/write-fault.ts';
import { writeReplacements } from '../../src/revoke/replacements.ts';
import { folder } from '../support/folder.ts';

const explained = [
  'ELOOP',
  'EMLINK',
  'EISDIR',
  'EEXIST',
  'ENOENT',
  'ENOTDIR',
  'EACCES',
  'EPERM',
  'EROFS',
  'ENOSPC',
].concat('EDQUOT', 'ENXIO', 'ENODEV', 'EINVAL', 'ENAMETOOLONG', 'EIO');

test.each(explained)('%s is told in words, with a remedy', (code) => {
  const { reason, remedy } = explainWriteFault(Object.assign(new Error('no'), { code }));
  expect(constants.errno).toHaveProperty(code);
  expect(reason).not.toMatch(/E[A-Z]{3,}|fails to write/);
  expect(remedy).toMatch(/^[A-Z].*\.$/);
});

test('what is not known is told by its name', () => {
  expect(explainWriteFault(Object.assign(new Error('no'), { code: 'EWEIRD' })).reason).toContain('(EWEIRD)');
  expect(explainWriteFault(Object.assign(new Error('no'), { code: 'constructor' })).reason).toContain(
    '(constr',
  );
  expect(explainWriteFault(new Error('no')).reason).not.toContain('undefined');
});

test.skipIf(process.platform === 'win32')('replacements that cannot be written say why', () => {
  const made = folder({ there: '', 'folder/x': '' });
  made.write({ link: { linkTo: made.path('absent') } });
  const write =
    (...names: readonly string[]) =>
    () =>
      writeReplacements(made.path(...names), [], []);
  expect(write('there')).toThrow('it exists, and no file is written over');
  expect(write('folder')).toThrow('it exists');
  expect(write('link')).toThrow('it exists');
  expect(write('absent', 'x')).toThrow('its folder does not exist');
  expect(write('there', 'x')).toThrow('a part of its path is no folder');
  expect(write('x'.repeat(300))).toThrow('longer than the system takes');
  expect(readdirSync(made.dir).sort()).toEqual(['folder', 'link', 'there']);
});
