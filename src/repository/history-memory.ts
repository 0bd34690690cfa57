// What the log told of objects with findings, kept for the next scan: following it takes longer than the whole search. The answer is
// bound to all that it came from, and asked for anew as soon as any of that has changed. People are not in it: commits are kept by
// their ids and read again. Neither is it written when a path or a ref is named after a secret.
import { createHash } from 'node:crypto';

import type { AttributionRequest, CommitNote, ObjectHistory } from '../git/attribution.ts';
import { readHeaders } from '../git/commit-headers.ts';
import type { CommitHeader } from '../git/commit-log.ts';
import { stampLog } from '../git/log-state.ts';
import type { RepositoryState } from '../git/repository-state.ts';
import { showPath } from '../sources/git-blobs.ts';
import { keepAnswer, readAnswer, tryGit } from './kept-answer.ts';

export type Histories = ReadonlyMap<string, ObjectHistory>;

export interface HistoryMemory {
  readonly state: RepositoryState;
  readonly usesCache: boolean;
  /** Of all objects that the repository holds; absent when it is not known, and nothing is kept then. */
  readonly stamp: string | undefined;
  /** The text without the secrets in it. */
  readonly hide: (text: string) => string;
}

/** More objects with findings are followed through the log each time: the cache would be larger than what it saves. */
const MOST_OBJECTS = 20_000;

/** What `follow` told when it was asked the same of the same repository, or tells now. Throws what `follow` throws. */
export async function recallHistories(
  request: AttributionRequest,
  memory: HistoryMemory,
  follow: () => Promise<Histories>,
): Promise<Histories> {
  const question = await stampQuestion(request, memory);
  const known = question === undefined ? undefined : await recall(question, memory);
  if (known) return known;
  const histories = await follow();
  // Whoever commits meanwhile may have changed what was told.
  if (question !== undefined && (await stampQuestion(request, memory)) === question)
    remember(question, histories, memory);
  return histories;
}

interface KeptHistory extends Omit<ObjectHistory, 'first' | 'removed' | 'refs'> {
  readonly first?: KeptCommit;
  readonly removed?: KeptCommit;
  /** Index of the list in `refLists`: most objects share theirs with others. */
  readonly refs: number;
}

type KeptCommit = Pick<CommitNote, 'age' | 'id'>;

interface Answer {
  readonly histories: readonly (readonly [oid: string, history: KeptHistory])[];
  /** Indexes of `refNames`. */
  readonly refLists: readonly (readonly number[])[];
  readonly refNames: readonly string[];
}

async function stampQuestion(
  { blobs, commits, tags }: AttributionRequest,
  { state, usesCache, stamp }: HistoryMemory,
): Promise<string | undefined> {
  const count = blobs.size + commits.size + tags.size;
  if (!usesCache || stamp === undefined || count > MOST_OBJECTS) return undefined;
  const asked = [blobs, commits, tags].map((oids) => [...oids].sort().join(' '));
  const log = await tryGit(() => stampLog(state), state);
  return (
    log &&
    createHash('sha256')
      .update([stamp, log, ...asked].join('\n'))
      .digest('hex')
  );
}

async function recall(question: string, { state }: HistoryMemory): Promise<Histories | undefined> {
  const answer = readAnswer<Answer>('histories', question, state);
  if (!answer) return undefined;
  const kept = answer.histories.flatMap(([, { first, removed }]) => [first ?? [], removed ?? []].flat());
  const ids = new Set(kept.map(({ id }) => id));
  const headers = await tryGit(() => readHeaders([...ids], state.git), state);
  return headers && restore(answer, new Map(headers.map((header) => [header.id, header])));
}

/** `headers` are those of all commits of the answer: git tells of each, or fails. */
function restore(
  { histories, refLists, refNames }: Answer,
  headers: ReadonlyMap<string, CommitHeader>,
): Histories {
  const lists = refLists.map((list) => list.map((index) => refNames[index]!));
  const describe = ({ age, id }: KeptCommit): CommitNote => {
    const { author, email, date } = headers.get(id)!;
    return { age, id, author, email, date };
  };
  const restored = histories.map(([oid, { first, removed, refs, ...history }]) => {
    const commits = {
      ...(first && { first: describe(first) }),
      ...(removed && { removed: describe(removed) }),
    };
    return [oid, { ...history, ...commits, refs: lists[refs]! }] as const;
  });
  return new Map(restored);
}

function remember(question: string, histories: Histories, { state, hide }: HistoryMemory): void {
  const refs = new RefLists();
  const kept = [...histories].map(([oid, history]) => [oid, toKept(history, refs)] as const);
  const names = [...refs.names, ...kept.flatMap(([, { paths, headPaths }]) => [...paths, ...headPaths])];
  if (names.map(showPath).some((name) => hide(name) !== name)) return;
  const answer: Answer = { histories: kept, refLists: refs.lists, refNames: refs.names };
  keepAnswer('histories', question, answer, state);
}

function toKept({ first, removed, refs, ...history }: ObjectHistory, lists: RefLists): KeptHistory {
  return {
    ...history,
    ...(first && { first: { age: first.age, id: first.id } }),
    ...(removed && { removed: { age: removed.age, id: removed.id } }),
    refs: lists.add(refs),
  };
}

/** Lists of refs, each once, of names that are kept once. */
class RefLists {
  readonly lists: number[][] = [];
  readonly #indexes = new Map<string, number>();
  readonly #numbers = new Map<string, number>();

  get names(): string[] {
    return [...this.#numbers.keys()];
  }

  /** The index of the list. */
  add(refs: readonly string[]): number {
    const list = refs.map((name) => this.#number(name));
    const key = list.join();
    const index = this.#indexes.get(key) ?? this.lists.push(list) - 1;
    this.#indexes.set(key, index);
    return index;
  }

  #number(name: string): number {
    const number = this.#numbers.get(name) ?? this.#numbers.size;
    this.#numbers.set(name, number);
    return number;
  }
}
