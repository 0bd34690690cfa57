// Searches the objects of a repository in whichever thread it is made: first the trees, for the names of blobs that are read as
// settings and for what is missing, then the contents of blobs, commits and tags. What holds a literal of a rule goes through the engine
// right there; archives are put aside, and searched after all else.
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
import { planContentSearch, planTreeSearch } from '../git/packs/search-plan.ts';
import { showPath } from '../sources/git-blobs.ts';
import { ArchiveSearch } from './archive-search.ts';
import { ContentScan, createContentTally } from './content-scan.ts';
import type { NamePairs, ObjectMatches, ObjectWorkerOptions, OrderOutcome } from './object-wire.ts';
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
  #names: BlobNames = new Map();
  #candidateIds: string[] = [];
  #archiveIds: string[] = [];
  #search: Search | undefined;

  constructor(tables: ObjectTables, options: ObjectWorkerOptions, take: (found: ObjectMatches) => void) {
    this.#tables = tables;
    this.#options = options;
    this.#take = take;
    this.#ruleset = compileRules(options.rules.map(dropPathBounds), options);
  }

  /** Begins to read trees, for blobs that are read as settings and for what is missing; `work` goes on with it. */
  searchTrees(counter: WorkCounter): void {
    this.#names = new Map();
    const { hashLength } = this.#tables.database;
    const request = { literals: settingNameLiterals, isWanted: isSettingName };
    const isForNames = this.#options.rules.some(({ variable }) => variable !== undefined);
    const takeEntry = isForNames
      ? createNameCollector(request, { names: this.#names, hashLength })
      : () => undefined;
    this.#begin(counter, { plans: planTreeSearch(), take: () => undefined, takeEntry });
  }

  /** Begins to search contents; blobs of `names` are read as what they are called, whatever they hold. */
  searchContents(counter: WorkCounter, names: NamePairs): void {
    this.#names = new Map(names.map(([id, all]) => [id, new Set(all)]));
    this.#forget();
    const literals = listLiterals(this.#options.rules, this.#options);
    const headTest = createHeadTest(this.#options);
    const plans = planContentSearch(literals, ['blob', 'commit', 'tag'], headTest);
    this.#begin(counter, {
      plans,
      take: (candidate) => this.#scan(candidate),
      wanted: new Set(this.#names.keys()),
    });
  }

  /** Begins to search archives that were found among the contents. The unpacker has to be loaded. */
  searchArchives(counter: WorkCounter, ids: readonly string[]): void {
    this.#forget();
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
  scanKnown(ids: Iterable<string>): OrderOutcome {
    const reader = this.#openReader();
    const tally = createTally();
    this.#forget();
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
    const found = { ...this.#listFound(), tally, names: toPairs(this.#names) };
    return counts ? { ...found, archives: counts } : found;
  }

  #forget(): void {
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

  #begin(counter: WorkCounter, job: Pick<SearchOptions, 'plans' | 'take' | 'takeEntry' | 'wanted'>): void {
    this.#search = new ObjectSearch(this.#tables, {
      ...job,
      counter,
      budgetBytes: this.#options.budgetBytes,
    });
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
