// Where the baseline lies, and how it is written: beside its place, then moved there whole, so that nobody ever reads half of it and of
// two that write at once one wins.

import { closeSync, fsyncSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs';

import { type BaselineRecord, parseBaseline, writeBaseline } from '../../config/baseline-file.ts';
import { MAX_BASELINE_BYTES, readNamedFile } from '../../config/policy-source.ts';
import { ToolError } from '../../core/errors.ts';
import { explainWriteFault } from '../../core/write-fault.ts';
import { removeLeft } from '../output/remove-left.ts';

export interface BaselineStore {
  /** As the user is told. */
  readonly shown: string;
  /** Undefined when there is none. Throws a ToolError for one that is not sound. */
  read(): readonly BaselineRecord[] | undefined;
  /** True when a byte changed. Throws a ToolError `cannot-write`. */
  write(records: readonly BaselineRecord[]): boolean;
}

export function openBaseline(file: string, shown: string): BaselineStore {
  const readText = () => (isThere(file) ? readNamedFile(file, MAX_BASELINE_BYTES) : undefined);
  return {
    shown,
    read: () => {
      const text = readText();
      return text === undefined
        ? undefined
        : parseBaseline(text, shown).map(({ line: _, ...record }) => record);
    },
    write: (records) => {
      const text = writeBaseline(records);
      if (readText() === text) return false;
      replaceFile(file, text);
      return true;
    },
  };
}

function replaceFile(file: string, text: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    const descriptor = openSync(temporary, 'wx');
    try {
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (cause) {
    const { reason, remedy } = explainWriteFault(cause);
    throw new ToolError('cannot-write', `cannot write the baseline ${file}: ${reason}`, {
      hint: `${remedy} --baseline names it.`,
      cause,
    });
  } finally {
    removeLeft(temporary);
  }
}

/** What the system does not let be looked at is there: reading it says why not. */
function isThere(file: string): boolean {
  try {
    return statSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
