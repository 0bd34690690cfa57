// The baseline: findings that are known, one JSON record a line, sorted by fingerprint. It holds no time, no line number and nothing
// of a secret, and a record stays as it is while its secret is there: moving a file changes no byte of it, and two branches that add
// records merge line by line.

import { isDay } from '../core/day.ts';
import { isJsonObject, type JsonObject, parseJson } from '../core/json-object.ts';
import type { AllowEntry } from '../core/policy.ts';
import { suggestName } from '../core/suggest-name.ts';
import { createFileError, type FileError } from '../rules/file-error.ts';

/** What a person said of a finding. One that is `real` counts again, until it is gone. */
export const verdicts = ['untriaged', 'false-alarm', 'real'] as const;
export type TriageVerdict = (typeof verdicts)[number];

export interface BaselineRecord {
  readonly fingerprint: string;
  /** The rule's id, for people. */
  readonly rule: string;
  /** Where it stood when it was written, for people. */
  readonly path?: string;
  readonly verdict: TriageVerdict;
  readonly reason?: string;
  readonly expires?: string;
}

const KEYS = ['fingerprint', 'rule', 'path', 'verdict', 'reason', 'expires'] as const;

const KIND = {
  code: 'bad-policy',
  remedy: 'Mend the lines named above, or write the file anew with `invguard baseline create --force`.',
} as const;

export interface PlacedRecord extends BaselineRecord {
  readonly line: number;
}

/**
 * The records of the file, in any order; of several for one fingerprint the one that allows least. Throws a ToolError `bad-policy` that
 * names every bad line and quotes none.
 */
export function parseBaseline(text: string, name: string): readonly PlacedRecord[] {
  const records = new Map<string, PlacedRecord>();
  const errors: FileError[] = [];
  for (const [index, line] of text
    .replace(/^\uFEFF/, '')
    .split(/\r?\n/)
    .entries()) {
    if (line.trim() === '') continue;
    const read = readRecord(line);
    if ('what' in read) errors.push({ position: { line: index + 1, column: 1 }, ...read });
    else keepStricter(records, { ...read, line: index + 1 });
  }
  if (errors.length > 0) throw createFileError(name, errors, KIND);
  return [...records.values()];
}

function keepStricter(records: Map<string, PlacedRecord>, record: PlacedRecord): void {
  const known = records.get(record.fingerprint);
  if (!known || verdicts.indexOf(record.verdict) > verdicts.indexOf(known.verdict)) {
    records.set(record.fingerprint, record);
  }
}

interface LineFault {
  readonly what: string;
  readonly remedy: string;
}

function readRecord(line: string): BaselineRecord | LineFault {
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(line)) {
    return { what: 'is a merge conflict', remedy: 'Keep the records of both sides, without the markers.' };
  }
  const value = parseJson(line);
  if (!isJsonObject(value)) return { what: 'is no JSON object', remedy: 'Write one record a line.' };
  return findFault(value) ?? (value as unknown as BaselineRecord);
}

function findFault(value: JsonObject): LineFault | undefined {
  const stranger = Object.keys(value).find((key) => !(KEYS as readonly string[]).includes(key));
  if (stranger !== undefined) {
    const near = suggestName(stranger, KEYS);
    return {
      what: 'has a key that is not known',
      remedy: near === undefined ? `Known keys: ${KEYS.join(', ')}.` : `Did you mean ${near}?`,
    };
  }
  const { fingerprint, rule, path = '', verdict, reason = '', expires } = value;
  if (typeof fingerprint !== 'string' || !/^[0-9a-f]{32}$/.test(fingerprint)) {
    return { what: 'has no fingerprint', remedy: 'Write 32 lower case hex digits, as reports show them.' };
  }
  if (![rule, path, reason].every((text) => typeof text === 'string') || !rule) {
    return { what: 'has a rule, path or reason that is no text', remedy: 'Write them in quotes.' };
  }
  if (!verdicts.includes(verdict as TriageVerdict)) {
    return { what: 'has no verdict', remedy: `Write one of ${verdicts.join(', ')}.` };
  }
  if (expires !== undefined && !(typeof expires === 'string' && isDay(expires))) {
    return { what: 'has an expiry that is no day', remedy: 'Write it as "2027-01-31".' };
  }
  return undefined;
}

/** The text of a baseline: the same records give the same bytes. */
export function writeBaseline(records: Iterable<BaselineRecord>): string {
  const sorted = [...records].sort((a, b) => (a.fingerprint < b.fingerprint ? -1 : 1));
  return sorted.map((record) => `${JSON.stringify(record, [...KEYS])}\n`).join('');
}

/** What the records allow. */
export function toEntries(records: readonly PlacedRecord[], name: string): readonly AllowEntry[] {
  return records
    .filter(({ verdict }) => verdict !== 'real')
    .map(({ fingerprint, line, reason, expires }) => ({
      means: 'baseline',
      where: `${name}:${line}`,
      shown: `fingerprint ${fingerprint}`,
      fingerprints: [fingerprint],
      rules: [],
      secretPatterns: [],
      ...(reason && { reason }),
      ...(expires !== undefined && { expires }),
    }));
}
