import { chmodSync, chownSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isInside, mayOwn, readTrustedConfig, type TrustRequest } from '../../src/revoke/trusted-file.ts';
import { folder } from '../support/folder.ts';

const text = 'recheck_seconds = 7\n';

function read(plan: Partial<TrustRequest>) {
  return readTrustedConfig({ cwd: '/', env: {}, scannedRoots: [], providerNames: ['invoance'], ...plan });
}

describe('the trusted config is', () => {
  test('the file that is named', () => {
    const made = folder({ 'a.toml': text });
    expect(read({ file: 'a.toml', cwd: made.dir })).toMatchObject({
      config: { recheck_seconds: 7 },
      name: 'a.toml',
    });
  });

  test('the one in INVGUARD_REVOKE_CONFIG', () => {
    const made = folder({ 'a.toml': text });
    expect(read({ env: { INVGUARD_REVOKE_CONFIG: made.path('a.toml') } }).config.recheck_seconds).toBe(7);
  });

  test('the one that is named rather than that of the environment, and that rather than the usual one', () => {
    const made = folder({ 'a.toml': text, 'b.toml': '', 'invguard/revoke.toml': 'recheck_seconds = 8\n' });
    const env = { INVGUARD_REVOKE_CONFIG: made.path('b.toml'), XDG_CONFIG_HOME: made.dir };
    expect(read({ file: made.path('a.toml'), env }).config.recheck_seconds).toBe(7);
    expect(read({ env }).config.recheck_seconds).toBe(60);
    expect(read({ env: { ...env, INVGUARD_REVOKE_CONFIG: '' } }).config.recheck_seconds).toBe(8);
  });

  test('below an absolute folder, and below the home of any system', () => {
    const made = folder({ '.config/invguard/revoke.toml': text });
    expect(read({ env: { XDG_CONFIG_HOME: 'relative', HOME: made.dir } }).config.recheck_seconds).toBe(7);
    expect(read({ env: { USERPROFILE: made.dir } }).config.recheck_seconds).toBe(7);
    expect(read({ env: { HOME: folder().dir, USERPROFILE: made.dir } }).config.recheck_seconds).toBe(60);
    expect(read({ env: { HOME: '' } }).name).toBe('any config');
  });

  test('as large as a file of a person may be', () => {
    const made = folder({ 'a.toml': `${text}#${'x'.repeat((1 << 20) - text.length - 1)}` });
    expect(read({ file: made.path('a.toml') }).config.recheck_seconds).toBe(7);
    made.write({ 'a.toml': `${text}#${'x'.repeat((1 << 20) - text.length)}` });
    expect(() => read({ file: made.path('a.toml') })).toThrow('no file of a sensible size');
  });

  test('the one of the user', () => {
    const made = folder({ 'invguard/revoke.toml': text, '.config/invguard/revoke.toml': text });
    expect(read({ env: { XDG_CONFIG_HOME: made.dir } }).config.recheck_seconds).toBe(7);
    expect(read({ env: { HOME: made.dir } }).config.recheck_seconds).toBe(7);
  });

  test('none where there is none', () => {
    const home = folder();
    expect(read({ env: { HOME: home.dir } })).toMatchObject({
      config: { recheck_seconds: 60 },
      name: home.path('.config/invguard/revoke.toml'),
    });
    expect(read({}).name).toBe('any config');
  });
});

describe('no trusted config is', () => {
  test('one that is named and absent', () => {
    expect(() => read({ file: 'absent.toml' })).toThrow(
      expect.objectContaining({
        code: 'bad-config',
        message: 'the revocation config absent.toml cannot be read: it does not exist',
      }),
    );
  });

  test('one inside what is scanned', () => {
    const made = folder({ 'repo/a.toml': text });
    const scannedRoots = [made.path('repo')];
    expect(() => read({ file: made.path('repo/a.toml'), scannedRoots })).toThrow('inside what is scanned');
    expect(() => read({ env: { XDG_CONFIG_HOME: made.path('repo') }, scannedRoots })).not.toThrow();
    made.write({ 'repo/invguard/revoke.toml': text });
    expect(() => read({ env: { XDG_CONFIG_HOME: made.path('repo') }, scannedRoots })).toThrow(
      'inside what is scanned',
    );
  });

  test.skipIf(process.platform === 'win32')(
    'a link into what is scanned, or a link in it that leads out',
    () => {
      const made = folder({ 'repo/a.toml': text, 'out.toml': text });
      made.write({
        'in.toml': { linkTo: made.path('repo/a.toml') },
        'repo/b.toml': { linkTo: made.path('out.toml') },
      });
      const scannedRoots = [made.path('repo')];
      for (const file of [made.path('in.toml'), made.path('repo/b.toml')])
        expect(() => read({ file, scannedRoots })).toThrow('inside what is scanned');
    },
  );

  test.skipIf(process.platform === 'win32')('one that everybody may write to', () => {
    const made = folder({ 'a.toml': text });
    chmodSync(made.path('a.toml'), 0o666);
    expect(() => read({ file: made.path('a.toml') })).toThrow('may be written by everybody');
    chmodSync(made.path('a.toml'), 0o775);
    expect(read({ file: made.path('a.toml') }).config.recheck_seconds).toBe(7);
  });

  test.skipIf(process.geteuid?.() !== 0)('one that belongs to another user', () => {
    const made = folder({ 'a.toml': text });
    chownSync(made.path('a.toml'), 12_345, -1);
    expect(() => read({ file: made.path('a.toml') })).toThrow('belongs to another user');
  });

  test('a folder', () => {
    expect(() => read({ file: folder().dir })).toThrow('is no file');
  });
});

test.each([
  ['the user', 1000, 1000, true],
  ['root', 0, 1000, true],
  ['another user', 1001, 1000, false],
  ['a user, for root', 1000, 0, false],
  ['anybody, where users have no numbers', 1000, undefined, true],
])('the operator’s word may be in a file of %s: %i for %s', (_, ownerId, userId, expected) => {
  expect(mayOwn(ownerId, userId)).toBe(expected);
});

test('inside is inside, by any name', () => {
  const made = folder({ 'repo/x': '', 'repo-2/x': '', 'repo/..x/y': '' });
  expect(isInside(made.path('repo/absent/deep'), [made.path('repo')])).toBe(true);
  expect(isInside(made.path('repo'), [made.path('repo')])).toBe(true);
  expect(isInside(made.path('repo/..x/y'), [made.path('repo')])).toBe(true);
  expect(isInside(made.path('repo-2/x'), [made.path('repo')])).toBe(false);
  expect(isInside(made.path('x'), [made.path('repo')])).toBe(false);
  if (process.platform === 'win32') return;
  made.write({ link: { linkTo: made.path('repo') } });
  expect(isInside(made.path('link/absent/deep'), [made.path('repo')])).toBe(true);
});
