// What `npm run mutants` does; `run.mjs` loads it by vitest.

import { parseArgs } from 'node:util';
import type { Vitest } from 'vitest/node';

import { findStale, readEquivalents } from './equivalents.ts';
import { drawMutants, listRoom, type Mutant } from './mutants.ts';
import { formatResults, type RoomResult, saveResults, tally } from './results.ts';
import { type Override, Trials, type Verdict } from './trials.ts';

export interface MutationRun {
  readonly vitest: Vitest;
  readonly override: Override;
  readonly args: readonly string[];
  readonly print: (text: string) => void;
}

/** A key revoked by mistake is the worst that can happen; what is found comes next. */
const ROOMS = ['revoke', 'findings', 'engine'];

/** Prints survivors as they are found, then the table. Resolves to the exit code: 1 when one is not known to be equivalent. */
export async function run({ vitest, override, args, print }: MutationRun): Promise<number> {
  const { rooms, match, sampleCount, seed, isSaved } = readOptions(args);
  const trials = new Trials(vitest, override);
  const equivalents = readEquivalents();
  for (const name of findStale(equivalents)) print(`STALE, no mutant has this name: ${name}\n`);
  const results: RoomResult[] = [];
  for (const room of rooms) {
    const all = listRoom(room).filter(({ name }) => name.includes(match));
    const chosen = drawMutants(all, seed, sampleCount);
    print(`# ${room}: ${chosen.length} of ${all.length} mutants\n`);
    for (const file of await trials.prepare(chosen.map(({ path }) => path)))
      print(`NOT USED, it fails without a mutant: ${file}\n`);
    const verdicts = new Map<Mutant, Verdict>();
    for (const [index, mutant] of chosen.entries()) {
      if (mutant.path !== chosen[index - 1]?.path) print(`  ${mutant.path}\n`);
      const verdict = await trials.try(mutant);
      verdicts.set(mutant, verdict);
      print(describeSurprise(mutant, verdict, equivalents.has(mutant.name)));
    }
    for (const file of await trials.findBroken())
      print(`NOT TO BE TRUSTED, a mutant broke it for good: ${file}\n`);
    results.push(tally(room, { mutantCount: all.length, verdicts, equivalents }));
  }
  print(`\n${formatResults(results)}`);
  if (isSaved) print(`saved as ${saveResults(seed, results)}\n`);
  return results.some(({ survivors }) => survivors.length > 0) ? 1 : 0;
}

function readOptions(args: readonly string[]) {
  const { values } = parseArgs({
    args: [...args],
    options: {
      room: { type: 'string', multiple: true, default: ROOMS },
      match: { type: 'string', default: '' },
      sample: { type: 'string', default: 'Infinity' },
      seed: { type: 'string', default: '1' },
      save: { type: 'boolean', default: false },
    },
  });
  const unknown = values.room.filter((room) => listRoom(room).length === 0);
  if (unknown.length > 0) throw new Error(`no such room of src: ${unknown}`);
  const sampleCount = Number(values.sample);
  if (!(sampleCount >= 1)) throw new Error('--sample needs a number of at least 1');
  // A part of a room is no figure of the room.
  if (values.save && values.match !== '') throw new Error('--save does not go with --match');
  return { rooms: values.room, match: values.match, sampleCount, seed: values.seed, isSaved: values.save };
}

/** Nothing for what was to be expected. */
function describeSurprise({ name, line }: Mutant, verdict: Verdict, isKnown: boolean): string {
  if (isKnown === (verdict === 'survived')) return '';
  return isKnown ? `NOT EQUIVALENT, it is ${verdict}: ${name}\n` : `survived  line ${line} of ${name}\n`;
}
