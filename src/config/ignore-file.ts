// Reads `.invguardignore`, one entry a line:
//
//   # a comment
//   docs/**                               # why, in words   expires=2027-01-31
//   fingerprint:<32 hex digits>           # why, in words   expires=2027-01-31
//
// Globs are those of `--exclude`. A glob may go without a reason, as it tells itself what it means; a fingerprint may not.

import { isDay } from '../core/day.ts';
import { type AllowEntry, LONGEST_GLOB, PLAIN_GLOB } from '../core/policy.ts';
import { createFileError, type FileError } from '../rules/file-error.ts';
import { compileEntry, type EntrySource } from './allow-entry.ts';

const KIND = {
  code: 'bad-policy',
  remedy:
    'Mend the lines named above: `<glob>  # <reason>  expires=YYYY-MM-DD`, or `fingerprint:<32 hex digits>  # <reason>`.',
} as const;

/** The entries of the file, in its order. Throws a ToolError `bad-policy` that names every bad line. */
export async function parseIgnoreFile(text: string, name: string): Promise<readonly AllowEntry[]> {
  const entries: EntrySource[] = [];
  const errors: FileError[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    const read = readLine(line, `${name}:${index + 1}`);
    if (read && 'what' in read) errors.push({ position: { line: index + 1, column: 1 }, ...read });
    else if (read) entries.push(read);
  }
  if (errors.length > 0) throw createFileError(name, errors, KIND);
  return Promise.all(entries.map(compileEntry));
}

interface LineFault {
  readonly what: string;
  readonly remedy: string;
}

/** An entry, a fault, or undefined for a line that says nothing. */
function readLine(line: string, where: string): EntrySource | LineFault | undefined {
  const [, head = '', note = ''] = /^\s*(?!#)(.*?)(?:\s+#(.*))?$/.exec(line.trimEnd()) ?? [];
  if (head === '') return undefined;
  const { reason, expires } = readNote(note);
  if (expires !== undefined && !isDay(expires)) return BAD_DATE;
  const fault = findFault(head, reason);
  if (fault) return fault;
  const fingerprint = /^fingerprint:(.*)$/.exec(head)?.[1];
  const subject =
    fingerprint === undefined ? { paths: [unescapeHash(head)] } : { fingerprints: [fingerprint] };
  return { means: 'ignore file', where, reason, expires, ...subject };
}

/** A `#` that is part of a name is written `\#`. */
function unescapeHash(glob: string): string {
  return glob.replaceAll('\\#', '#');
}

function readNote(note: string): { reason: string | undefined; expires: string | undefined } {
  const expires = /(?:^|\s)expires=(\S*)/.exec(note)?.[1];
  const reason = note.replace(/(?:^|\s)expires=\S*/, '').trim();
  return { reason: reason === '' ? undefined : reason, expires };
}

const BAD_DATE: LineFault = {
  what: 'has an expiry that is no day',
  remedy: 'Write it as expires=2027-01-31.',
};

function findFault(head: string, reason: string | undefined): LineFault | undefined {
  if (head.startsWith('!')) {
    return { what: 'starts with `!`', remedy: 'Nothing is taken back: name only what is to be allowed.' };
  }
  if (/\sexpires=/.test(head)) {
    return {
      what: 'has `expires=` before the `#`',
      remedy: 'Write it behind: `<glob>  # <reason>  expires=…`.',
    };
  }
  if (/^[0-9a-f]{32,64}$/i.test(head)) {
    return { what: 'looks like a fingerprint', remedy: 'Write `fingerprint:` before it.' };
  }
  if (head.length > LONGEST_GLOB) {
    return { what: `is longer than ${LONGEST_GLOB} characters`, remedy: 'Use wildcards: `docs/**`.' };
  }
  if (!PLAIN_GLOB.test(head)) {
    return {
      what: 'holds a group such as `+(…)` or `!(…)`',
      remedy: 'Write `{a,b}` for one of several.',
    };
  }
  if (!head.startsWith('fingerprint:')) return undefined;
  if (!/^fingerprint:[0-9a-f]{32}$/.test(head)) {
    return { what: 'names no fingerprint', remedy: 'Write 32 lower case hex digits, as reports show them.' };
  }
  return reason === undefined
    ? { what: 'gives no reason', remedy: 'Say why behind a `#`: `fingerprint:…  # a test vector`.' }
    : undefined;
}
