// What became of the mutants of each room, as a table and as a file of the day.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { formatPercent, formatTable } from '../quality/tables.ts';
import { root } from '../support/documents.ts';
import type { Mutant } from './mutants.ts';
import type { Verdict } from './trials.ts';

const folder = `${root}test/mutation/results/`;

export interface RoomResult {
  readonly room: string;
  /** Of the draw. */
  readonly seed: string;
  readonly mutantCount: number;
  readonly triedCount: number;
  readonly killedCount: number;
  readonly diedCount: number;
  readonly equivalentCount: number;
  /** By name, with those that are known to be equivalent left out. */
  readonly survivors: readonly string[];
}

interface Trial {
  readonly seed: string;
  readonly mutantCount: number;
  readonly verdicts: ReadonlyMap<Mutant, Verdict>;
  readonly equivalents: ReadonlyMap<string, string>;
}

export function tally(room: string, { seed, mutantCount, verdicts, equivalents }: Trial): RoomResult {
  const list = (wanted: Verdict) =>
    [...verdicts].flatMap(([{ name }, verdict]) => (verdict === wanted ? [name] : []));
  const survivors = list('survived').filter((name) => !equivalents.has(name));
  return {
    room,
    seed,
    mutantCount,
    triedCount: verdicts.size,
    killedCount: list('killed').length,
    diedCount: list('died').length,
    equivalentCount: list('survived').length - survivors.length,
    survivors,
  };
}

/** What is known once the survivors of an earlier run were tried again. Those that are no mutants any more were never tried. */
export function merge(earlier: RoomResult, again: RoomResult): RoomResult {
  return {
    ...again,
    triedCount: earlier.triedCount - earlier.survivors.length + again.triedCount,
    killedCount: earlier.killedCount + again.killedCount,
    diedCount: earlier.diedCount + again.diedCount,
    equivalentCount: earlier.equivalentCount + again.equivalentCount,
  };
}

/** The score is the share of what was killed or died in what could be. */
export function formatResults(results: readonly RoomResult[]): string {
  const rows = results.map((result) => {
    const endedCount = result.killedCount + result.diedCount;
    return [
      result.room,
      String(result.mutantCount),
      String(result.triedCount),
      String(result.killedCount),
      String(result.diedCount),
      String(result.survivors.length),
      String(result.equivalentCount),
      formatPercent(endedCount, endedCount + result.survivors.length),
    ];
  });
  const titles = ['room', 'mutants', 'tried', 'killed', 'died', 'survived', 'equivalent', 'score'];
  return formatTable([titles, ...rows]);
}

/** Gives back the file. Rooms that were saved earlier on the same day, and not tried now, stay. */
export function saveResults(results: readonly RoomResult[]): string {
  const date = new Date().toISOString().slice(0, 10);
  mkdirSync(folder, { recursive: true });
  const file = `${folder}${date}.json`;
  const tried = new Set(results.map(({ room }) => room));
  const kept = existsSync(file) ? readRooms(file).filter(({ room }) => !tried.has(room)) : [];
  writeFileSync(file, `${JSON.stringify({ date, rooms: [...kept, ...results] }, null, 2)}\n`);
  return file.slice(root.length);
}

/** What was saved last of a room; throws when nothing was. */
export function readLastResult(room: string): RoomResult {
  const names = existsSync(folder) ? readdirSync(folder).sort().reverse() : [];
  for (const name of names) {
    const found = readRooms(folder + name).find((result) => result.room === room);
    if (found) return found;
  }
  throw new Error(`nothing was saved of ${room}: --again needs a run with --save first`);
}

function readRooms(file: string): readonly RoomResult[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { rooms: readonly RoomResult[] }).rooms;
}
