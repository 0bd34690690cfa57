// Searches the objects of a repository in whichever thread it is made: first blobs, then trees, commits and tags, for what is in them, for
// what is missing, and for the names of blobs that are read as settings; then those again, as what they are called. What holds a literal of
// a rule goes through the engine right there; archives are put aside, and searched after all else.
import { SNIFF_LENGTH, sniffArchive } from '../archives/sniff-archive.ts';
import { expandName } from '../core/entry-path.ts';
import type { Match } from '../core/finding.ts';
import { nameBlob } from '../core/origin.ts';
import type { AssignmentFormat, Rule } from '../core/rule.ts';
import { listAnchors } from '../engine/anchors.ts';
import { findFormats } from '../engine/assignments/formats.ts';
import { BlobScan } from '../engine/blob-scan.ts';
import { compileRules, type Ruleset } from '../engine/compile.ts';
import { dropCovered, findCores } from '../engine/cores.ts';
import { beginsBroken } from '../engine/encoded/broken-forms.ts';
import { choosePieces, listSigns } from '../engine/encoded/form.ts';
import { type BlobNames, createNameCollector } from '../git/packs/find-candidates.ts';
import type { HeadTest } from '../git/packs/head-test.ts';
import { HistoryRecorder } from '../git/packs/history-record.ts';
import { ObjectReader } from '../git/packs/object-reader.ts';
import {
  type Candidate,
  createTally,
  LARGEST_BYTES,
  ObjectSearch,
  type SearchOptions,
  type WorkCounter,
} from '../git/packs/object-search.ts';
import type { ObjectTables } from '../git/packs/object-tables.ts';
import { planContentSearch, planLinkSearch } from '../git/packs/search-plan.ts';
import type { RawEntry } from '../git/packs/tree-reader.ts';
import { WantedIds } from '../git/packs/wanted-ids.ts';
import { showPath } from '../sources/git-blobs.ts';
import { ArchiveSearch } from './archive-search.ts';
import { ContentScan, createContentTally } from './content-scan.ts';
import type { Followed, NamePairs, ObjectMatches, ObjectWorkerOptions, OrderOutcome } from './object-wire.ts';
import { readObject } from './read-object.ts';

/** One of these is in every name that `findFormats` knows. */
export const settingNameLiterals = ['.env', '.flaskenv', 'compose'] as const;

/** Whether blobs of this name are read as settings. */
export function isSettingName(name: string): boolean {
  return listFormats(name).length > 0;
}

/** Of a blob, and of what it holds when it is a gzip. */
function listFormats(name: string): readonly AssignmentFormat[] {
  return [...findFormats(name), ...findFormats(expandName(name))];
}

/** What is under way. */
type Search = Pick<ObjectSearch, 'work' | 'close' | 'tally'> & Partial<Pick<ArchiveSearch, 'counts'>>;

export class ObjectScanner {
  readonly #options: ObjectWorkerOptions;
  readonly #tables: ObjectTables;
  readonly #take: (found: ObjectMatches) => void;
  readonly #ruleset: Ruleset;
  /** Of the blobs that are searched under them. */
  #names: BlobNames = new Map();
  /** Of settings. */
  #found: BlobNames = new Map();
  #recorder: HistoryRecorder | undefined;
  #candidateIds: string[] = [];
  #archiveIds: string[] = [];
  #search: Search | undefined;

  constructor(tables: ObjectTables, options: ObjectWorkerOptions, take: (found: ObjectMatches) => void) {
    this.#tables = tables;
    this.#options = options;
    this.#take = take;
    this.#ruleset = compileRules(options.rules.map(dropPathBounds), options);
  }

  /** Begins to search blobs, whatever they are called; `work` goes on with it. */
  searchBlobs(counter: WorkCounter): void {
    this.#forget();
    const literals = listLiterals(this.#options.rules, this.#options);
    const headTest = createHeadTest(this.#options);
    this.#begin(counter, { plans: planContentSearch(literals, ['blob'], headTest) });
  }

  /**
   * Begins to search commits and tags, and to read trees for names of settings. What trees and commits say of the followed blobs is put
   * down, if there are any.
   */
  searchLinks(counter: WorkCounter, followed: Followed): void {
    this.#forget();
    const plans = planLinkSearch(listLiterals(this.#options.rules, this.#options));
    const takeEntry = this.#createCollector(this.#found);
    const wanted = followed && new WantedIds(followed, this.#tables.database.hashLength);
    this.#recorder = wanted && new HistoryRecorder(this.#tables, (entry) => wanted.has(entry));
    this.#begin(counter, { plans, takeEntry, ...(this.#recorder && { recorder: this.#recorder }) });
  }

  /** Begins to search the blobs that have names as what they are called, whatever they hold. */
  searchNamed(counter: WorkCounter, tables: ObjectTables, names: NamePairs): void {
    this.#forget(names);
    const wanted = new Set(this.#names.keys());
    this.#begin(counter, { plans: planContentSearch([], ['blob']), wanted }, tables);
  }

  /** Begins to search archives that were found among the blobs. The unpacker has to be loaded. */
  searchArchives(counter: WorkCounter, ids: readonly string[], names: NamePairs): void {
    this.#forget(names);
    this.#search = new ArchiveSearch({
      ids,
      counter,
      reader: this.#openReader(),
      listNames: (id) => chooseNames(this.#names.get(id)).map(showPath),
      openScan: (id, name) => this.#openArchive(name === '' ? nameBlob(id) : name),
      take: ({ matches, ...archive }) =>
        this.#take({ ...archive, kind: 'blob', matches: matches.map((match) => this.#toWire(match)) }),
    });
  }

  /** Works until `deadlineMs` of `performance.now()`; false when nothing is left to do. */
  work(deadlineMs: number): boolean {
    return this.#search?.work(deadlineMs) ?? false;
  }

  /** Reads objects by their ids, and scans them whatever they hold; those that are gone are passed over. */
  scanKnown(ids: Iterable<string>, names: NamePairs): OrderOutcome {
    const reader = this.#openReader();
    const tally = createTally();
    this.#forget(names);
    for (const id of ids) {
      const found = readObject(reader, id, tally);
      if (typeof found === 'object') this.#scan({ id, ...found });
    }
    reader.close();
    return { ...this.#listFound(), tally, names: [] };
  }

  /** What was found since the search began. */
  finish(): OrderOutcome {
    const { tally, counts } = this.#search!;
    this.#search!.close();
    this.#search = undefined;
    const found = { ...this.#listFound(), tally, names: toPairs(this.#found) };
    if (counts) return { ...found, archives: counts };
    return this.#recorder && tally.isWhole ? { ...found, record: this.#recorder.finish() } : found;
  }

  #forget(names: NamePairs = []): void {
    this.#names = new Map(names.map(([id, all]) => [id, new Set(all)]));
    this.#found = new Map();
    this.#recorder = undefined;
    this.#candidateIds = [];
    this.#archiveIds = [];
  }

  #listFound(): Pick<OrderOutcome, 'candidateIds' | 'archiveIds' | 'archives'> {
    const { archives } = createContentTally();
    return { archives, candidateIds: this.#candidateIds, archiveIds: this.#archiveIds };
  }

  #openReader(): ObjectReader {
    const { budgetBytes } = this.#options;
    return new ObjectReader(this.#tables.database, Math.min(LARGEST_BYTES, budgetBytes >> 1));
  }

  #createCollector(names: BlobNames): (entry: RawEntry) => void {
    if (this.#options.rules.every(({ variable }) => variable === undefined)) return () => undefined;
    const request = { literals: settingNameLiterals, isWanted: isSettingName };
    return createNameCollector(request, { names, hashLength: this.#tables.database.hashLength });
  }

  #begin(
    counter: WorkCounter,
    job: Pick<SearchOptions, 'plans' | 'takeEntry' | 'recorder' | 'wanted'>,
    tables = this.#tables,
  ): void {
    const { budgetBytes } = this.#options;
    const take = (candidate: Candidate) => this.#scan(candidate);
    this.#search = new ObjectSearch(tables, { ...job, take, counter, budgetBytes });
  }

  #scan({ id, kind, bytes }: Candidate): void {
    this.#candidateIds.push(id);
    if (kind === 'blob' && this.#options.archiveLimits && isArchive(bytes)) {
      this.#archiveIds.push(id);
      return;
    }
    for (const [index, name] of chooseNames(this.#names.get(id)).entries()) {
      const { drawsFrames } = this.#options;
      const matches = new BlobScan({ ruleset: this.#ruleset, path: showPath(name), drawsFrames })
        .write(bytes, true)
        .filter(({ rule }) => index === 0 || rule.variable !== undefined)
        .map((match) => this.#toWire(match));
      if (matches.length > 0) this.#take({ id, kind, name: showPath(name), matches, flaws: [] });
    }
  }

  #openArchive(path: string): ContentScan {
    const { drawsFrames, archiveLimits } = this.#options;
    return new ContentScan({ ruleset: this.#ruleset, path, drawsFrames, archiveLimits });
  }

  #toWire({ rule, ...match }: Match): ObjectMatches['matches'][number] {
    return { ruleIndex: this.#ruleset.rules.indexOf(rule), ...match };
  }
}

/** Literals of which one is in every object that a rule can match anywhere in, as it stands or in code. */
export function listLiterals(
  rules: readonly Rule[],
  { decodes = false }: Pick<ObjectWorkerOptions, 'decodes'> = {},
): readonly string[] {
  const anchors = rules.filter(({ variable }) => variable === undefined).flatMap(listAnchors);
  const literals = dropCovered(anchors.map((anchor) => anchor.toLowerCase()));
  if (!decodes) return literals;
  return dropCovered([...literals, ...listSigns(choosePieces(literals, findCores(literals)))]);
}

/** For archives, and for text in code that is broken into lines: a break may cut the only literal there is in it. */
function createHeadTest({
  archiveLimits,
  decodes = false,
}: Pick<ObjectWorkerOptions, 'archiveLimits' | 'decodes'>): HeadTest | undefined {
  if (!archiveLimits && !decodes) return undefined;
  return {
    length: SNIFF_LENGTH,
    isWanted: (head) =>
      (archiveLimits !== undefined && sniffArchive(head) !== undefined) || (decodes && beginsBroken(head)),
  };
}

function isArchive(bytes: Buffer): boolean {
  return sniffArchive(bytes.subarray(0, SNIFF_LENGTH)) !== undefined;
}

/** One object may have many paths, which are found out later: rules bound to paths are asked about them then. */
function dropPathBounds({ pathPattern, excludedPathPattern, ...rule }: Rule): Rule {
  return rule;
}

/** One name for each way to read the blob; an empty one when there is just one way. */
function chooseNames(names: ReadonlySet<string> = new Set()): string[] {
  const byFormat = new Map([...names].sort().map((name) => [listFormats(name).join(), name]));
  return byFormat.size > 0 ? [...byFormat.values()] : [''];
}

export function toPairs(names: BlobNames): NamePairs {
  return [...names].map(([id, all]) => [id, [...all]]);
}
