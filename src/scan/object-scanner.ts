// Searches the objects of a repository in whichever thread it is made: first the trees, for the names of blobs that are read as
// settings and for what is missing, then the contents of blobs, commits and tags. What holds a literal of a rule goes through the engine right there.
import type { Match } from '../core/finding.ts';
import type { Rule } from '../core/rule.ts';
import { listAnchors } from '../engine/anchors.ts';
import { findFormats } from '../engine/assignments/formats.ts';
import { BlobScan } from '../engine/blob-scan.ts';
import { compileRules, type Ruleset } from '../engine/compile.ts';
import { dropCovered, findCores } from '../engine/cores.ts';
import { choosePieces, listSigns } from '../engine/encoded/form.ts';
import { describeDamage } from '../git/packs/damage.ts';
import { type BlobNames, createNameCollector } from '../git/packs/find-candidates.ts';
import { type FoundObject, tooLarge } from '../git/packs/loose-objects.ts';
import { ObjectReader } from '../git/packs/object-reader.ts';
import {
  type Candidate,
  createTally,
  LARGEST_BYTES,
  ObjectSearch,
  type SearchOptions,
  type SearchTally,
  type WorkCounter,
} from '../git/packs/object-search.ts';
import type { ObjectTables } from '../git/packs/object-tables.ts';
import { planContentSearch, planTreeSearch } from '../git/packs/search-plan.ts';
import { showPath } from '../sources/git-blobs.ts';
import type { NamePairs, ObjectMatches, ObjectWorkerOptions, OrderOutcome } from './object-wire.ts';

/** One of these is in every name that `findFormats` knows. */
export const settingNameLiterals = ['.env', '.flaskenv', 'compose'] as const;

/** Whether blobs of this name are read as settings. */
export function isSettingName(name: string): boolean {
  return findFormats(name).length > 0;
}

export class ObjectScanner {
  readonly #options: ObjectWorkerOptions;
  readonly #tables: ObjectTables;
  readonly #take: (found: ObjectMatches) => void;
  readonly #ruleset: Ruleset;
  #names: BlobNames = new Map();
  #candidateIds: string[] = [];
  #search: ObjectSearch | undefined;

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
    this.#candidateIds = [];
    const plans = planContentSearch(listLiterals(this.#options.rules, this.#options), [
      'blob',
      'commit',
      'tag',
    ]);
    this.#begin(counter, {
      plans,
      take: (candidate) => this.#scan(candidate),
      wanted: new Set(this.#names.keys()),
    });
  }

  /** Works until `deadlineMs` of `performance.now()`; false when nothing is left to do. */
  work(deadlineMs: number): boolean {
    return this.#search?.work(deadlineMs) ?? false;
  }

  /** Reads objects by their ids, and scans them whatever they hold; those that are gone are passed over. */
  scanKnown(ids: Iterable<string>): OrderOutcome {
    const { budgetBytes } = this.#options;
    const reader = new ObjectReader(this.#tables.database, Math.min(LARGEST_BYTES, budgetBytes >> 1));
    const tally = createTally();
    this.#candidateIds = [];
    for (const id of ids) {
      const found = readKnown(reader, id, tally);
      if (found) this.#scan({ id, ...found });
    }
    reader.close();
    return { tally, names: [], candidateIds: this.#candidateIds };
  }

  /** What was found since the search began. */
  finish(): OrderOutcome {
    const { tally } = this.#search!;
    this.#search!.close();
    this.#search = undefined;
    return { tally, names: toPairs(this.#names), candidateIds: this.#candidateIds };
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
    for (const [index, name] of chooseNames(this.#names.get(id)).entries()) {
      const scan = new BlobScan({
        ruleset: this.#ruleset,
        path: showPath(name),
        drawsFrames: this.#options.drawsFrames,
      });
      const matches = scan
        .write(bytes, true)
        .filter(({ rule }) => index === 0 || rule.variable !== undefined);
      if (matches.length > 0)
        this.#take({ id, kind, name: showPath(name), matches: matches.map((match) => this.#toWire(match)) });
    }
  }

  #toWire({ rule, ...match }: Match): ObjectMatches['matches'][number] {
    return { ...match, ruleIndex: this.#ruleset.rules.indexOf(rule) };
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

function readKnown(reader: ObjectReader, id: string, tally: SearchTally): FoundObject | undefined {
  try {
    const found = reader.read(Buffer.from(id, 'hex'));
    if (found !== tooLarge) return found;
    tally.leftIds.push(id);
  } catch (error) {
    const detail = describeDamage(error);
    if (detail === undefined) throw error;
    tally.problems.push({ id, detail });
  }
  return undefined;
}

/** One object may have many paths, which are found out later: rules bound to paths are asked about them then. */
function dropPathBounds({ pathPattern, excludedPathPattern, ...rule }: Rule): Rule {
  return rule;
}

/** One name for each way to read the blob; an empty one when there is just one way. */
function chooseNames(names: ReadonlySet<string> = new Set()): string[] {
  const byFormat = new Map([...names].sort().map((name) => [findFormats(name).join(), name]));
  return byFormat.size > 0 ? [...byFormat.values()] : [''];
}

export function toPairs(names: BlobNames): NamePairs {
  return [...names].map(([id, all]) => [id, [...all]]);
}
