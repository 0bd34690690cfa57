// Histories of random shape: merges of any kind, files that move, double, turn into folders and come back, links, submodules.
import { spawnSync } from 'node:child_process';

import fc from 'fast-check';

import type { ObjectHistory } from '../../src/git/attribution.ts';
import { type Repo, repo } from '../support/repo.ts';

const FOLDERS = ['', 'a/', 'a/b/', 'a/b/c/', 'a-b/', 'z.d/'];
const NAMES = ['a', 'b', 'c', 'x.txt', '.env'];
const CONTENT_COUNT = 7;
const CONTENTS = Array.from({ length: CONTENT_COUNT }, (_, number) => `${number}\n`);
const MODES = ['100644', '100644', '100755', '120000'];

interface CommitShape {
  /** How far before it its parents are; none that would lie before the first. */
  readonly parents: readonly number[];
  /** Whether it starts from the files of its first parent, or from nothing. */
  readonly isFresh: boolean;
  readonly edits: readonly { folder: string; name: string; content: number; mode: string }[];
  readonly hasSubmodule: boolean;
  /** When it was committed: clocks go wrong, and some commits are made in the same second. */
  readonly seconds: number;
}

const edit = fc.record({
  folder: fc.constantFrom(...FOLDERS),
  name: fc.constantFrom(...NAMES),
  /** The largest one takes the file away. */
  content: fc.nat(CONTENT_COUNT),
  mode: fc.constantFrom(...MODES),
});

export const historyShape: fc.Arbitrary<readonly CommitShape[]> = fc.array(
  fc.record({
    parents: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
    isFresh: fc.nat(9).map((number) => number === 0),
    edits: fc.array(edit, { maxLength: 4 }),
    hasSubmodule: fc.nat(5).map((number) => number === 0),
    seconds: fc.nat(9),
  }),
  { minLength: 4, maxLength: 40 },
);

/** Makes the history. Every third commit has a branch: what none of those builds on is unreachable. */
export function importHistory(
  shape: readonly CommitShape[],
  init: readonly string[] = [],
  contents: readonly string[] = CONTENTS,
): Repo {
  const place = repo({ init });
  const { status, stderr } = spawnSync('git', ['fast-import', '--quiet'], {
    cwd: place.dir,
    input: toStream(shape, {
      contents,
      submodule: '1'.repeat(init.includes('--object-format=sha256') ? 64 : 40),
    }),
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(stderr);
  const heads = place.git('for-each-ref', '--format=%(refname)', 'refs/heads').trim().split('\n');
  for (const [index, head] of heads.entries()) if (index % 3 !== 0) place.git('update-ref', '-d', head);
  place.git('symbolic-ref', 'HEAD', heads[0]!);
  return place;
}

function toStream(
  shape: readonly CommitShape[],
  { contents, submodule }: { contents: readonly string[]; submodule: string },
): string {
  const lines: string[] = [];
  for (const [index, content] of contents.entries())
    lines.push('blob', `mark :${index + 1}`, `data ${content.length}`, content);
  const trees: Map<string, string>[] = [];
  for (const [index, { parents, isFresh, edits, hasSubmodule, seconds }] of shape.entries()) {
    const known = parents.map((distance) => index - distance).filter((parent) => parent >= 0);
    const files = new Map(isFresh ? [] : trees[known[0]!]);
    for (const { folder, name, content, mode } of edits) {
      if (content < CONTENT_COUNT) put(files, folder + name, `${mode} :${content + 1}`);
      else files.delete(folder + name);
    }
    if (hasSubmodule) put(files, 'module', `160000 ${submodule}`);
    trees.push(files);
    lines.push(
      `commit refs/heads/branch-${index}`,
      `mark :${index + 100}`,
      `committer C <c@d> ${seconds} +0000`,
    );
    lines.push('data 1', 'm');
    for (const [number, parent] of known.entries())
      lines.push(`${number === 0 ? 'from' : 'merge'} :${parent + 100}`);
    lines.push('deleteall', ...[...files].map(([path, what]) => `M ${what} ${path}`), '');
  }
  return `${lines.join('\n')}\n`;
}

/** A file takes the place of a folder, and a folder that of a file. */
function put(files: Map<string, string>, path: string, what: string): void {
  for (const other of files.keys())
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) files.delete(other);
  files.set(path, what);
}

/** What was told, but for ages: those only say what came first. */
export function dropAges(histories: ReadonlyMap<string, ObjectHistory>) {
  const drop = (note: ObjectHistory['first']) => note && { ...note, age: undefined };
  return new Map(
    [...histories].map(([id, { first, removed, ...history }]) => [
      id,
      { ...history, first: drop(first), removed: drop(removed) },
    ]),
  );
}
