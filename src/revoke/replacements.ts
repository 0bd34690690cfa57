// A file for `git filter-repo --replace-text`, which takes a secret out of every commit: one line for each secret, `literal:SECRET==>WORD`
// (git-filter-repo's manual, read 2026-11). It holds the secrets, because the user asked for exactly that.

import { closeSync, fsyncSync, openSync, writeFileSync } from 'node:fs';

import { ToolError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { explainWriteFault } from '../core/write-fault.ts';
import { isInside } from './trusted-file.ts';

const REPLACEMENT = '***REMOVED***';

/** Creates `file` for its owner alone. Throws `ToolError('cannot-write')` when it is there already, or inside what is scanned. */
export function writeReplacements(
  file: string,
  findings: readonly Finding[],
  scannedRoots: readonly string[],
): void {
  refuseReplacements(file, scannedRoots);
  try {
    const descriptor = openSync(file, 'wx', 0o600);
    try {
      writeFileSync(descriptor, findings.map(writeLine).join(''));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    const { reason, remedy } = explainWriteFault(error);
    throw new ToolError('cannot-write', `cannot write the replacements ${file}: ${reason}`, {
      hint: remedy,
      cause: error,
    });
  }
}

/** Throws for a place where the secrets would soon be committed again. */
export function refuseReplacements(file: string, scannedRoots: readonly string[]): void {
  if (!isInside(file, scannedRoots)) return;
  throw new ToolError('bad-usage', `the replacements ${file} would hold secrets inside what is scanned`, {
    hint: 'Name a file outside of it, and delete it afterwards.',
  });
}

/** A rule's secret never spans lines; one that did would be cut, so it is left out. */
function writeLine({ secret }: Finding): string {
  const text = secret.reveal();
  return /[\r\n]/.test(text) ? '' : `literal:${text}==>${REPLACEMENT}\n`;
}
