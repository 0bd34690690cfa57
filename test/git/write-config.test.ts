import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { writeConfig } from '../../src/git/write-config.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';

test.skipIf(process.platform === 'win32')('a git that changes its config is let finish', async () => {
  const place = folder();
  const interruption = new AbortController();
  await withFakeGit(': > begun; while [ ! -e go ]; do sleep 0.01; done; : > ended', async () => {
    const written = writeConfig(['a.b', 'c'], { cwd: place.dir, signal: interruption.signal });
    await expect.poll(() => existsSync(place.path('begun')), { timeout: 10_000 }).toBe(true);
    interruption.abort();
    place.write({ go: '' });
    await written;
  });
  expect(existsSync(place.path('ended'))).toBe(true);
});

test('after an interruption it is not begun', async () => {
  const place = folder();
  await expect(
    writeConfig(['--local', 'a.b', 'c'], { cwd: place.dir, signal: AbortSignal.abort() }),
  ).rejects.toThrow('aborted');
});
