import { chmodSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CatFile } from '../../src/git/catfile.ts';
import { answerAtOnce, GitError } from '../../src/git/run.ts';
import { readBlobsAtOnce } from '../../src/git/small-objects.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { type Repo, repo } from '../support/repo.ts';

const files = { 'a.txt': 'x\n', empty: '', 'no-end': 'no line end', 'lines.txt': '\n\n\n' };

function plant(): { place: Repo; oids: readonly string[] } {
  const place = repo({ commits: [{ files }] });
  const oids = place
    .git('ls-files', '-s')
    .trim()
    .split('\n')
    .map((line) => line.split(' ')[1]!);
  return { place, oids };
}

async function readSlowly(oids: readonly string[], cwd: string): Promise<string[]> {
  const cat = new CatFile({ cwd });
  const contents: string[] = [];
  for await (const answer of cat.readAll(oids)) {
    const chunks: Buffer[] = [];
    if ('chunks' in answer) for await (const chunk of answer.chunks) chunks.push(chunk);
    contents.push(Buffer.concat(chunks).toString());
  }
  cat.close();
  return contents;
}

test('gives what the patient way gives, in the order asked for, repetitions included', async () => {
  const { place, oids } = plant();
  const asked = [...oids, ...[...oids].reverse()];
  const contents = readBlobsAtOnce(asked, { cwd: place.dir })!.map(String);
  expect(contents).toEqual(await readSlowly(asked, place.dir));
  expect(new Set(contents)).toEqual(new Set(['x\n', '', 'no line end', '\n\n\n']));
});

test('asks nobody about nothing', async () => {
  await withFakeGit('exit 1', async () => expect(readBlobsAtOnce([], { cwd: '/' })).toEqual([]));
});

describe('leaves to the patient way', () => {
  const cases: Readonly<Record<string, (place: Repo, oids: readonly string[]) => readonly string[]>> = {
    'what is missing': (_, oids) => [...oids, '1'.repeat(40)],
    'what is no blob': (place, oids) => [place.git('rev-parse', 'HEAD^{tree}').trim(), ...oids],
    'what is broken': (place, oids) => {
      const path = `.git/objects/${oids[0]!.slice(0, 2)}/${oids[0]!.slice(2)}`;
      chmodSync(place.path(path), 0o644);
      place.write({ [path]: 'broken' });
      return oids;
    },
    'what is long': (place, oids) => {
      place.write({ long: 'x'.repeat(9 * 1024 * 1024) });
      return [...oids, place.git('hash-object', '-w', 'long').trim()];
    },
  };

  test.each(Object.entries(cases))('%s', (_, prepare) => {
    const { place, oids } = plant();
    expect(readBlobsAtOnce(prepare(place, oids), { cwd: place.dir })).toBeUndefined();
  });

  test.each([
    ['an answer cut short', 'printf "$1 blob 5\\nab"'],
    ['an answer to another question', `printf '${'2'.repeat(40)} blob 1\\na\\n'`],
    ['an answer with something after it', `printf '${'1'.repeat(40)} blob 1\\na\\nb'`],
    ['a git that dies after the answer', `printf '${'1'.repeat(40)} blob 1\\na\\n'; kill -9 $$`],
  ])('%s', async (_, script) => {
    await withFakeGit(`cat >/dev/null; ${script}`, async () => {
      expect(readBlobsAtOnce(['1'.repeat(40)], { cwd: '/' })).toBeUndefined();
    });
  });
});

describe('an answer that is waited for', () => {
  const options = { cwd: '/', maxByteCount: 1000 };

  test('fails as a streamed one does', async () => {
    await withFakeGit('echo reason >&2; exit 3', async () => {
      expect(() => answerAtOnce(['diff'], options)).toThrow(/^git diff ended with 3: reason$/);
    });
    await withFakeGit(undefined, async () => {
      expect(() => answerAtOnce(['diff'], options)).toThrow(GitError);
      expect(() => answerAtOnce(['diff'], options)).toThrow(/not installed/);
    });
    await withFakeGit(
      'echo "fatal: detected dubious ownership in repository at \'/x\'" >&2; exit 128',
      async () => {
        expect(() => answerAtOnce(['diff'], options)).toThrow(/belongs to another user/);
      },
    );
  });

  test('may be exactly as long as the limit and no longer', async () => {
    const print = (count: number) => `head -c ${count} /dev/zero`;
    await withFakeGit(print(1000), async () => expect(answerAtOnce([], options)).toHaveLength(1000));
    await withFakeGit(print(1001), async () => expect(answerAtOnce([], options)).toBeUndefined());
  });

  test('is not asked for when nobody waits any more', () => {
    const signal = AbortSignal.abort(new Error('stopped'));
    expect(() => answerAtOnce(['version'], { ...options, signal })).toThrow('stopped');
  });
});
