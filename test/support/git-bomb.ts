// Folders that hold one another many times: few objects, and more paths than anybody can list.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import type { Repo } from './repo.ts';

/** Makes a tree of lines as `git ls-tree` prints them, and returns its id. */
export function makeTree(place: Repo, lines: readonly string[], ...options: readonly string[]): string {
  const input = lines.map((line) => `${line}\n`).join('');
  const { status, stdout, stderr } = spawnSync('git', ['mktree', ...options], {
    cwd: place.dir,
    input,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`git mktree ended with ${status}: ${stderr}`);
  return stdout.trim();
}

/** A tree that has the entry (`100644 blob ID`) at `width` to the power of `depth` paths; `0`, `1`, ... name folders and files. */
export function foldTree(
  place: Repo,
  entry: string,
  { width = 10, depth = 10 }: { width?: number; depth?: number } = {},
): string {
  let inner = entry;
  let tree = '';
  for (let level = 0; level < depth; level++) {
    const names = Array.from({ length: width }, (_, number) => String(number));
    tree = makeTree(
      place,
      names.map((name) => `${inner}\t${name}`),
    );
    inner = `040000 tree ${tree}`;
  }
  return tree;
}

/** A commit of the tree; returns its id. */
export function commitTree(place: Repo, tree: string, ...parents: readonly string[]): string {
  return place.git('commit-tree', tree, '-m', 'many', ...parents.flatMap((parent) => ['-p', parent])).trim();
}

/** Makes the index of HEAD one that has each folder as one entry, as for a sparse checkout of nothing but the top. */
export function leaveOutFolders(place: Repo): void {
  for (const setting of ['core.sparseCheckout', 'core.sparseCheckoutCone', 'index.sparse'])
    place.git('config', setting, 'true');
  place.write({ '.git/info/sparse-checkout': '/*\n!/*/\n' });
  rmSync(place.path('.git/index'), { force: true });
  place.git('read-tree', '-m', 'HEAD');
}
