import { expect, test } from 'vitest';
import type { GitOptions } from '../../src/git/run.ts';
import { streamWatched } from '../../src/git/watched-stream.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';

const { dir } = folder();

async function read(examine: (git: GitOptions) => Promise<void>, signal?: AbortSignal): Promise<string> {
  let text = '';
  for await (const chunk of streamWatched(['log'], { cwd: dir, signal }, examine)) text += chunk.toString();
  return text;
}

test('a git that answers is not examined, and what it answers is whole', async () => {
  const never = () => Promise.reject(new Error('it was examined'));
  expect(await withFakeGit('echo one; sleep 0.1; echo two', () => read(never))).toBe('one\ntwo\n');
});

test('a silent git is ended when it is found to be at work for ever, and that is thrown', async () => {
  const examine = () => Promise.reject(new Error('for ever'));
  await expect(withFakeGit('echo one; exec sleep 1000', () => read(examine))).rejects.toThrow('for ever');
});

test('a silent git that has a reason is waited for', async () => {
  let count = 0;
  const examine = async () => void count++;
  expect(await withFakeGit('sleep 3; echo late', () => read(examine))).toBe('late\n');
  expect(count).toBe(1);
});

test('nobody examines a git any more that has spoken, and what comes of it does not count', async () => {
  const examine = ({ signal }: GitOptions) =>
    new Promise<void>((_, reject) => {
      signal!.addEventListener('abort', () => reject(new Error('it has spoken')));
    });
  expect(await withFakeGit('sleep 3; echo late', () => read(examine))).toBe('late\n');
});

test('a git that is killed meanwhile has failed', async () => {
  const examine = () => new Promise<void>(() => undefined);
  await expect(withFakeGit('sleep 3; kill -9 $$', () => read(examine))).rejects.toThrow(/was killed/);
});

test('the signal of the caller ends it', async () => {
  const examine = ({ signal }: GitOptions) =>
    new Promise<void>((_, reject) => {
      signal!.addEventListener('abort', () => reject(signal!.reason));
    });
  const stopped = withFakeGit('exec sleep 1000', () => read(examine, AbortSignal.timeout(2500)));
  await expect(stopped).rejects.toThrow(/timeout/);
});
