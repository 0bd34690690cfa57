import { constants } from 'node:os';
import { expect, test } from 'vitest';
import { explainReadFault } from '../../src/core/read-fault.ts';

const explained = ['ENOENT', 'ENOTDIR', 'EISDIR', 'EACCES', 'EPERM', 'ELOOP'].concat(
  'EMFILE',
  'ENFILE',
  'ENAMETOOLONG',
  'EIO',
);

test.each(explained)('%s is told in words, with a remedy', (code) => {
  const { reason, remedy } = explainReadFault(Object.assign(new Error('no'), { code }));
  expect(constants.errno).toHaveProperty(code);
  expect(reason).not.toMatch(/E[A-Z]{3,}|fails to read/);
  expect(remedy).toMatch(/^[A-Z].*\.$/);
});

test('what is not known is told by its name', () => {
  expect(explainReadFault(Object.assign(new Error('no'), { code: 'EWEIRD' })).reason).toContain('(EWEIRD)');
  expect(explainReadFault(Object.assign(new Error('no'), { code: 'constructor' })).reason).toContain(
    '(constr',
  );
  expect(explainReadFault(new Error('no')).reason).not.toContain('undefined');
});
