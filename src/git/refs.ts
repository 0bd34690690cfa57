// Refs, and which of them contain a commit. A log that shows children before parents lets every commit inherit the refs of its
// children, so one pass answers for all commits; sets that are equal by inheritance are one object, and only those of commits
// still to come are kept.
import { copyText } from './commit-log.ts';
import type { CommitKey, HistorySource, ToldCommit } from './history-log.ts';
import { GitError, type GitOptions, readGit } from './run.ts';

export interface Ref {
  readonly name: string;
  /** What it leads to at last: a commit nearly always, with all tag objects on the way peeled off. */
  readonly oid: string;
  /** The tag object it names directly, if it is an annotated tag. */
  readonly tag?: string;
}

/** HEAD, when it leads to a commit, and all refs in the order of their names. Throws like `readGit`. */
export async function readRefs(git: GitOptions): Promise<readonly Ref[]> {
  const refs = new Map<string, Ref>();
  for (const line of await readRefLines(git)) {
    const [oid = '', name = ''] = splitOnce(line);
    const peeledName = name.endsWith('^{}') ? name.slice(0, -3) : undefined;
    if (peeledName === undefined) refs.set(name, { name, oid });
    else refs.set(peeledName, { name: peeledName, oid, tag: refs.get(peeledName)!.oid });
  }
  return [...refs.values()];
}

async function readRefLines(git: GitOptions): Promise<readonly string[]> {
  try {
    return (await readGit(['show-ref', '--head', '--dereference'], git)).split('\n').slice(0, -1);
  } catch (error) {
    // Git's way to say that there are none.
    if (error instanceof GitError && error.exitCode === 1 && error.stderr === '') return [];
    throw error;
  }
}

function splitOnce(line: string): readonly [string, string] {
  const index = line.indexOf(' ');
  return [line.slice(0, index), line.slice(index + 1)];
}

/** A set of refs, as a bit for each. Never changed once made. */
export type RefSet = Uint32Array;

/** Tells for each commit of a log, shown children before parents, which refs contain it. */
export class RefSpread {
  readonly none: RefSet;
  readonly #refs: readonly Ref[];
  /** Numbers of the refs that lead right to a commit. A set for each would be as many bits as refs, squared. */
  readonly #tips = new Map<CommitKey, number[]>();
  readonly #waiting = new Map<CommitKey, RefSet>();
  #last: { key: CommitKey; set: RefSet };

  constructor(refs: readonly Ref[], { findKey }: Pick<HistorySource, 'findKey'>) {
    this.#refs = refs;
    this.none = new Uint32Array(Math.ceil(refs.length / 32));
    this.#last = { key: '', set: this.none };
    for (const [index, { oid }] of refs.entries()) {
      const key = findKey(oid) ?? oid;
      const known = this.#tips.get(key);
      if (known) known.push(index);
      else this.#tips.set(key, [index]);
    }
  }

  /** The refs that contain the commit. To be called for all commits in turn. */
  visit({ key, parents }: Pick<ToldCommit, 'key' | 'parents'>): RefSet {
    if (key === this.#last.key) return this.#last.set;
    const set = addRefs(this.#waiting.get(key) ?? this.none, this.#tips.get(key));
    this.#waiting.delete(key);
    for (let index = 0; index < parents.length; index++) {
      const parent = parents[index]!;
      const known = this.#waiting.get(parent);
      if (known === undefined) this.#waiting.set(copyKey(parent), set);
      else if (known !== set) this.#waiting.set(parent, this.unite(known, set));
    }
    this.#last = { key: copyKey(key), set };
    return set;
  }

  unite(a: RefSet, b: RefSet): RefSet {
    if (a === b || holds(a, b)) return a;
    return holds(b, a) ? b : a.map((bits, index) => bits | b[index]!);
  }

  /** The names of the refs of a set, in their order. */
  names(set: RefSet): readonly string[] {
    return this.#refs.flatMap(({ name }, index) => (hasRef(set, index) ? [name] : []));
  }
}

function copyKey(key: CommitKey): CommitKey {
  return typeof key === 'string' ? copyText(key) : key;
}

/** A set of its own, unless it holds them already. */
function addRefs(set: RefSet, indexes: readonly number[] = []): RefSet {
  if (indexes.every((index) => hasRef(set, index))) return set;
  const more = set.slice();
  for (const index of indexes) more[index >>> 5]! |= 1 << (index & 31);
  return more;
}

function hasRef(set: RefSet, index: number): boolean {
  return (set[index >>> 5]! & (1 << (index & 31))) !== 0;
}

function holds(a: RefSet, b: RefSet): boolean {
  for (let index = 0; index < b.length; index++) if ((b[index]! & ~a[index]!) !== 0) return false;
  return true;
}
