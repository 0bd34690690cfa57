// What `npm run bench -- --save` keeps of a run: a file for each day in test/bench/results.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface BenchRow {
  readonly name: string;
  readonly medianMs: number;
  /** False: it did not find what was planted, so its time says nothing. */
  readonly isRight?: boolean;
  /** True: it names more than was planted, and is right if that is among it. */
  readonly isPrefilter?: boolean;
  readonly foundCount?: number;
  readonly plantCount?: number;
}

export interface BenchTable {
  readonly case: string;
  readonly title: string;
  /** Of the machine, when the case began. */
  readonly load: number;
  readonly rows: readonly BenchRow[];
  /** Whether the chart shows it. */
  readonly isCharted?: boolean;
}

/** Who named the key in which of the places: `found` has an answer for each of them. */
export interface PlacesTable {
  readonly case: 'places';
  readonly title: string;
  readonly places: readonly string[];
  readonly rows: readonly { readonly name: string; readonly found: readonly boolean[] }[];
}

export interface BenchRecord {
  readonly date: string;
  readonly cores: number;
  readonly node: string;
  /** By contender; invguard's own is `this`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly (BenchTable | PlacesTable)[];
}

const results = fileURLToPath(new URL('../bench/results/', import.meta.url));

/** The newest record that is kept; undefined as long as there is none. */
export function readNewestRecord(): BenchRecord | undefined {
  const names = existsSync(results) ? readdirSync(results) : [];
  const newest = names
    .filter((name) => /^\d{4}-\d\d-\d\d\.json$/.test(name))
    .sort()
    .at(-1);
  return newest === undefined ? undefined : JSON.parse(readFileSync(`${results}${newest}`, 'utf8'));
}

/** The tables that are meant for the chart. Those in which nobody is compared are left out. */
export function listCharted({ results }: BenchRecord): readonly BenchTable[] {
  return results.filter((table) => isTimed(table)).filter((table) => table.isCharted && hasOthers(table));
}

export function listPlaces({ results }: BenchRecord): readonly PlacesTable[] {
  return results.filter((table): table is PlacesTable => !isTimed(table));
}

function isTimed(table: BenchTable | PlacesTable): table is BenchTable {
  return table.case !== 'places';
}

/** Whether a row measures invguard; the others are what it is compared with. */
export function isOwn({ name }: BenchRow): boolean {
  return /^(?:invguard|guard|scan)\b/.test(name);
}

function hasOthers({ rows }: BenchTable): boolean {
  return rows.some(isOwn) && rows.some((row) => !isOwn(row));
}
