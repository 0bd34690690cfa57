// What `npm run bench -- --save` keeps of a run: a file for each day in test/bench/results.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface BenchRow {
  readonly name: string;
  readonly medianMs: number;
  /** False: it did not find what was planted, so its time says nothing. */
  readonly isRight?: boolean;
}

export interface BenchTable {
  readonly case: string;
  readonly title: string;
  /** Of the machine, when the case began. */
  readonly load: number;
  readonly rows: readonly BenchRow[];
}

export interface BenchRecord {
  readonly date: string;
  readonly cores: number;
  readonly node: string;
  /** By contender; invguard's own is `this`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly results: readonly BenchTable[];
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

/** Of each case the table that took longest, which is the one of the greatest input. Those in which nobody is compared are left out. */
export function listCharted({ results }: BenchRecord): readonly BenchTable[] {
  const byCase = new Map<string, BenchTable>();
  for (const table of results.filter(hasOthers)) {
    const known = byCase.get(table.case);
    if (!known || sumTimes(table) > sumTimes(known)) byCase.set(table.case, table);
  }
  return [...byCase.values()];
}

/** Whether a row measures invguard; the others are what it is compared with. */
export function isOwn({ name }: BenchRow): boolean {
  return /^(?:invguard|guard|scan)\b/.test(name);
}

function hasOthers({ rows }: BenchTable): boolean {
  return rows.some(isOwn) && rows.some((row) => !isOwn(row));
}

function sumTimes({ rows }: BenchTable): number {
  return rows.reduce((sum, { medianMs }) => sum + medianMs, 0);
}
