// What `npm run mutants` does; `run.mjs` loads it by vitest.

import { parseArgs } from 'node:util';

import { findStale, readEquivalents } from './equivalents.ts';
import { drawMutants, listRoom, type Mutant } from './mutants.ts';
import { Reach } from './reach.ts';
import { formatResults, merge, type RoomResult, readLastResult, saveResults, tally } from './results.ts';
import { Tester, type Workshop } from './tester.ts';
import { Trials, type Verdict } from './trials.ts';

export interface MutationRun {
  readonly workshop: Workshop;
  readonly args: readonly string[];
  readonly print: (text: string) => void;
}

/** A key revoked by mistake is the worst that can happen; what is found comes next. */
const ROOMS = ['revoke', 'findings', 'engine'];

/** Prints survivors as they are found, then the table. Resolves to the exit code: 1 when one is not known to be equivalent. */
export async function run({ workshop, args, print }: MutationRun): Promise<number> {
  const options = readOptions(args);
  const equivalents = readEquivalents();
  for (const name of findStale(equivalents)) print(`STALE, no mutant has this name: ${name}\n`);
  const results: RoomResult[] = [];
  const tester = await Tester.create(workshop, { records: false });
  for (const room of options.rooms) {
    const { seed } = options;
    const all = listRoom(room);
    const chosen = choose(all, room, options);
    print(`# ${room}: ${chosen.length} of ${all.length} mutants\n`);
    const reach = await Reach.record(workshop, listFiles(chosen), options.by);
    for (const file of reach.broken) print(`NOT USED, it fails without a mutant: ${file}\n`);
    const trials = new Trials(tester, reach);
    const startMs = performance.now();
    const verdicts = new Map<Mutant, Verdict>();
    for (const mutant of chosen) {
      if (performance.now() - startMs > options.mostMs) break;
      const verdict = await trials.try(mutant);
      verdicts.set(mutant, verdict);
      if (equivalents.has(mutant.name))
        print(verdict === 'survived' ? '' : `NOT EQUIVALENT, it is ${verdict}: ${mutant.name}\n`);
      else if (verdict === 'survived') print(describeSurvivor(mutant, reach.list(mutant).length > 0));
    }
    const meanMs = (performance.now() - startMs) / verdicts.size;
    print(`${verdicts.size} tried, ${(meanMs / 1_000).toFixed(1)} s each\n`);
    for (const file of await trials.findBroken())
      print(`NOT TO BE TRUSTED, a mutant broke it for good: ${file}\n`);
    const result = tally(room, { seed, mutantCount: all.length, verdicts, equivalents });
    results.push(options.isAgain ? merge(readLastResult(room), result) : result);
  }
  await tester.close();
  print(`\n${formatResults(results)}`);
  if (options.isSaved) print(`saved as ${saveResults(results)}\n`);
  return results.some(({ survivors }) => survivors.length > 0) ? 1 : 0;
}

interface Choice {
  readonly match: string;
  readonly sampleCount: number;
  readonly seed: string;
  /** Whether only those are tried that survived when results were saved last. */
  readonly isAgain: boolean;
}

function choose(
  all: readonly Mutant[],
  room: string,
  { match, sampleCount, seed, isAgain }: Choice,
): readonly Mutant[] {
  const survivors = isAgain ? readLastResult(room).survivors : undefined;
  const matching = all.filter(({ name }) => name.includes(match) && (survivors?.includes(name) ?? true));
  return drawMutants(matching, seed, sampleCount);
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      room: { type: 'string', multiple: true, default: ROOMS },
      match: { type: 'string', default: '' },
      by: { type: 'string', default: '' },
      sample: { type: 'string', default: 'Infinity' },
      minutes: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: '1' },
      again: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
    },
  });
  const unknown = values.room.filter((room) => listRoom(room).length === 0);
  if (unknown.length > 0) throw new Error(`no such room of src: ${unknown}`);
  const sampleCount = Number(values.sample);
  if (!(sampleCount >= 1)) throw new Error('--sample needs a number of at least 1');
  const mostMs = Number(values.minutes) * 60_000;
  if (!(mostMs > 0)) throw new Error('--minutes needs a number above 0');
  const { room: rooms, match, by, seed, again: isAgain, save: isSaved } = values;
  // A part of a room is no figure of the room. Fewer tests kill fewer mutants, and what they kill is killed.
  if (isSaved && match !== '') throw new Error('--save does not go with --match');
  return { rooms, match, by, sampleCount, mostMs, seed, isAgain, isSaved };
}

/** The files of `src` that the mutants are of. */
function listFiles(mutants: readonly Mutant[]): readonly string[] {
  return [...new Set(mutants.map((mutant) => mutant.path))].sort();
}

function describeSurvivor({ name, line }: Mutant, isReached: boolean): string {
  return `survived${isReached ? '' : ', no test runs it,'}  line ${line} of ${name}\n`;
}
