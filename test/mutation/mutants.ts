// All mutants of a source file, each with a name that outlives moved lines: its file, the line it stands in, and what it puts there.

import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

import { readSources, sourceFolder } from '../support/imports.ts';
import { type Change, listChanges } from './changes.ts';

export interface Mutant extends Change {
  /** Relative to `src`. */
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** `path | the line | before → after`, and `#2` for the second one of that name. */
  readonly name: string;
  /** The file without it, as it was when the mutant was made. */
  readonly text: string;
}

const MOST_SHOWN = 60;

/** Every mutant of a room of `src`; none for a room that is not there. */
export function listRoom(room: string): readonly Mutant[] {
  return readSources()
    .filter((source) => source.room === room)
    .flatMap((source) => listMutants(source.path, readSourceText(source.path)));
}

export function readSourceText(file: string): string {
  return readFileSync(path.join(sourceFolder, file), 'utf8');
}

export function listMutants(file: string, text: string): readonly Mutant[] {
  const counts = new Map<string, number>();
  return listChanges(text).map((change) => {
    const name = nameChange(file, text, change);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    const line = text.slice(0, change.startOffset).split('\n').length;
    return { ...change, text, path: file, line, name: count === 1 ? name : `${name} #${count}` };
  });
}

/** The file with the fault. */
export function applyMutant({ text, startOffset, endOffset, replacement }: Mutant): string {
  return text.slice(0, startOffset) + replacement + text.slice(endOffset);
}

/** At most so many of them, in the order of their lots. A seed draws the same ones again, whatever became of the others. */
export function drawMutants(mutants: readonly Mutant[], seed: string, count: number): readonly Mutant[] {
  const lots = new Map(
    mutants.map((mutant) => [mutant, createHash('sha256').update(`${seed} ${mutant.name}`).digest('hex')]),
  );
  return mutants.toSorted((a, b) => (lots.get(a)! < lots.get(b)! ? -1 : 1)).slice(0, count);
}

function nameChange(file: string, text: string, { startOffset, endOffset, replacement }: Change): string {
  const lineStart = text.lastIndexOf('\n', startOffset - 1) + 1;
  const line = text.slice(lineStart).split('\n', 1)[0]!.trim();
  return `${file} | ${line} | ${shorten(text.slice(startOffset, endOffset))} → ${shorten(replacement)}`;
}

function shorten(code: string): string {
  const flat = code.replace(/\s+/g, ' ');
  return flat.length > MOST_SHOWN ? `${flat.slice(0, MOST_SHOWN)}…` : flat;
}
