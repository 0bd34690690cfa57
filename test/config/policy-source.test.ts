import { expect, test } from 'vitest';
import { createDiskSource } from '../../src/config/policy-source.ts';
import { ToolError } from '../../src/core/errors.ts';
import { folder } from '../support/folder.ts';

test('a root that cannot be looked at is told, not taken for one without a policy', () => {
  const root = folder().path('gone');
  const open = () => createDiskSource(root);
  expect(open).toThrow(ToolError);
  expect(open).toThrow(`${root} cannot be read: it does not exist`);
});
