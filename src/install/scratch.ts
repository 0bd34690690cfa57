// A place to commit in without the repository noticing: an index and an object directory of its own, which borrows the repository's
// objects. What is planted there never reaches the user's repository, and goes with the folder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type GitOptions, readGit } from '../git/run.ts';
import { makeTemporaryFolder } from '../git/temporary-folder.ts';
import type { HookPlace } from './hook-place.ts';
import { attempt } from './whole-file.ts';

/** A text, as every hook gets to see it. */
export interface Plant {
  /** HEAD's files and one more, staged. Absent where there is no work tree to commit from. */
  readonly indexFile: string | undefined;
  /** A commit without parents that holds only the text's file. */
  readonly commit: string;
  readonly messageFile: string;
}

export interface Scratch {
  /** Variables with which git finds what was planted. */
  readonly env: Readonly<Record<string, string>>;
  plant(name: string, text: string): Promise<Plant>;
  /** False when the system keeps a part of it. Never throws. */
  remove(): boolean;
}

const PLANTED_FILE = 'invguard-doctor.txt';

const AUTHOR = Object.fromEntries(
  ['AUTHOR', 'COMMITTER'].flatMap((who) => [
    [`GIT_${who}_NAME`, 'invguard'],
    [`GIT_${who}_EMAIL`, 'doctor@invguard.invalid'],
  ]),
);

export function makeScratch(place: HookPlace): Scratch {
  const folder = makeTemporaryFolder('invguard-doctor-');
  const objects = join(folder.path, 'objects');
  try {
    attempt(objects, () => mkdirSync(objects));
  } catch (error) {
    folder.remove();
    throw error;
  }
  const env = {
    GIT_OBJECT_DIRECTORY: objects,
    GIT_ALTERNATE_OBJECT_DIRECTORIES: quoteDirectory(place.objectDirectory),
  };
  const git = { ...place.git, env };
  return {
    env,
    plant: (name, text) => plant(text, { prefix: join(folder.path, name), git, isBare: place.isBare }),
    remove: folder.remove,
  };
}

interface PlantPlace {
  readonly prefix: string;
  readonly git: GitOptions;
  readonly isBare: boolean;
}

async function plant(text: string, { prefix, git, isBare }: PlantPlace): Promise<Plant> {
  const messageFile = `${prefix}-message`;
  attempt(messageFile, () => writeFileSync(messageFile, text, { mode: 0o600 }));
  const blob = await ask(['hash-object', '-w', '--stdin'], { ...git, input: text });
  const tree = await ask(['mktree'], { ...git, input: `100644 blob ${blob}\t${PLANTED_FILE}\n` });
  const commit = await ask(['commit-tree', '-m', 'invguard doctor', tree], {
    ...git,
    env: { ...git.env, ...AUTHOR },
  });
  const indexFile = isBare ? undefined : `${prefix}-index`;
  if (indexFile !== undefined) await stage(blob, { ...git, env: { ...git.env, GIT_INDEX_FILE: indexFile } });
  return { indexFile, commit, messageFile };
}

async function stage(blob: string, git: GitOptions): Promise<void> {
  // Before the first commit there is no HEAD.
  const head = await ask(['rev-parse', '--revs-only', '--verify', '--quiet', 'HEAD'], git).catch(() => '');
  // A split index would leave its other half in the git directory.
  const whole = ['-c', 'core.splitIndex=false'];
  await ask([...whole, 'read-tree', head === '' ? '--empty' : head], git);
  await ask([...whole, 'update-index', '--add', '--cacheinfo', `100644,${blob},${PLANTED_FILE}`], git);
}

async function ask(args: readonly string[], git: GitOptions): Promise<string> {
  return (await readGit(args, git)).trim();
}

/** A path with the separator in it has to be quoted as in C (git(1), GIT_ALTERNATE_OBJECT_DIRECTORIES). */
function quoteDirectory(path: string): string {
  return path.includes(delimiter) || path.startsWith('"') ? JSON.stringify(path) : path;
}
