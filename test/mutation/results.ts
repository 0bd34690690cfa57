// What became of the mutants of each room, as a table and as a file of the day.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { formatPercent, formatTable } from '../quality/tables.ts';
import { root } from '../support/documents.ts';
import type { Mutant } from './mutants.ts';
import type { Verdict } from './trials.ts';

export interface RoomResult {
  readonly room: string;
  readonly mutantCount: number;
  readonly triedCount: number;
  readonly killedCount: number;
  readonly diedCount: number;
  readonly equivalentCount: number;
  /** By name, with those that are known to be equivalent left out. */
  readonly survivors: readonly string[];
}

interface Trial {
  readonly mutantCount: number;
  readonly verdicts: ReadonlyMap<Mutant, Verdict>;
  readonly equivalents: ReadonlyMap<string, string>;
}

export function tally(room: string, { mutantCount, verdicts, equivalents }: Trial): RoomResult {
  const list = (wanted: Verdict) =>
    [...verdicts].flatMap(([{ name }, verdict]) => (verdict === wanted ? [name] : []));
  const survivors = list('survived').filter((name) => !equivalents.has(name));
  return {
    room,
    mutantCount,
    triedCount: verdicts.size,
    killedCount: list('killed').length,
    diedCount: list('died').length,
    equivalentCount: list('survived').length - survivors.length,
    survivors,
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
export function saveResults(seed: string, results: readonly RoomResult[]): string {
  const date = new Date().toISOString().slice(0, 10);
  const name = `test/mutation/results/${date}.json`;
  mkdirSync(`${root}test/mutation/results`, { recursive: true });
  const rooms = results.map((result) => ({ ...result, seed }));
  const kept = existsSync(root + name) ? readKept(root + name) : [];
  const tried = new Set(results.map(({ room }) => room));
  const record = { date, rooms: [...kept.filter(({ room }) => !tried.has(room)), ...rooms] };
  writeFileSync(root + name, `${JSON.stringify(record, null, 2)}\n`);
  return name;
}

function readKept(file: string): readonly RoomResult[] {
  return (JSON.parse(readFileSync(file, 'utf8')) as { rooms: readonly RoomResult[] }).rooms;
}
