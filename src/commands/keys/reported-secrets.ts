// Finds again what an earlier report names. Reports hold no secrets, so the places are searched once more, and what is found there
// counts when its fingerprint is one of the report's.

import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { ToolError } from '../../core/errors.ts';
import type { Finding } from '../../core/finding.ts';
import { isWithin } from '../../core/is-within.ts';
import type { Problem } from '../../core/problem.ts';
import { explainReadFault } from '../../core/read-fault.ts';
import type { RepositoryRequest } from '../../repository/repository-scan.ts';
import { type EarlierFinding, type EarlierReport, parseEarlierReport } from '../../verify/earlier-report.ts';
import type { JudgedOutcome } from '../scanning/outcome.ts';
import type { ScanTarget } from '../scanning/scan-target.ts';

/** Reads the report. Throws `ToolError` when there is none that can be used. */
export function readEarlierReport(file: string, cwd: string): EarlierReport {
  return parseEarlierReport(readText(resolve(cwd, file)));
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ToolError('bad-report', `cannot read the report ${file}: ${explainReadFault(error).reason}`, {
      hint: 'Name a file that `invguard scan --format json` wrote.',
      cause: error,
    });
  }
}

/** A report, and what the user says it is about; what the report says if nothing. */
export interface ReportQuery {
  readonly report: EarlierReport;
  readonly subject: string | undefined;
  readonly cwd: string;
}

/**
 * Where to search: the files that are still there, and the history when the report names anything that git keeps. Paths of what lies
 * outside of the current folder are relative to what was scanned, so that is searched whole.
 */
export function describeReportTarget({ report, subject, cwd }: ReportQuery): ScanTarget {
  const places = report.findings.flatMap((finding) => finding.places);
  const files = new Set(places.filter(({ kind }) => kind === 'file').map(({ path }) => path));
  const elsewhere = subject ?? (isElsewhere(report.target, cwd) ? report.target : undefined);
  const whole = files.size > 0 && elsewhere !== undefined ? [elsewhere] : [];
  return {
    paths:
      elsewhere === undefined
        ? [...files].filter((path) => existsSync(resolve(cwd, path))).map(toWord)
        : whole,
    stdinPath: undefined,
    label: 'an earlier report',
    ...(places.some(({ kind }) => kind !== 'file' && kind !== 'stdin') && {
      repository: describeHistory(resolve(cwd, elsewhere ?? '.'), elsewhere === undefined),
    }),
  };
}

function isElsewhere(target: string, cwd: string): boolean {
  const absolute = resolve(cwd, target);
  return existsSync(absolute) && !isWithin(cwd, absolute);
}

/** Standard input is `-`; a file of that name is written otherwise. */
function toWord(path: string): string {
  return path === '-' ? './-' : path;
}

function describeHistory(directory: string, keepsPlace: boolean): RepositoryRequest {
  const part = { kind: 'history' } as const;
  return { part, directory, keepsPlace, requiresFullHistory: false, showsEmails: false, usesCache: true };
}

/** What was found again, with a problem for each finding that was not, or not in every file. */
export function keepReported(outcome: JudgedOutcome, wanted: readonly EarlierFinding[]): JudgedOutcome {
  const all = [...outcome.findings, ...outcome.allowed.map(({ finding }) => finding)];
  const found = new Map(all.map((finding) => [finding.fingerprint, finding]));
  return {
    ...outcome,
    findings: wanted.flatMap(({ fingerprint }) => found.get(fingerprint) ?? []),
    allowed: [],
    problems: [
      ...outcome.problems,
      ...wanted.flatMap((earlier) => tellLoss(earlier, found.get(earlier.fingerprint))),
    ],
  };
}

function tellLoss({ preview, places }: EarlierFinding, found: Finding | undefined): readonly Problem[] {
  const held = found?.places.map(({ origin }) => `/${origin.path}`) ?? [];
  const lost = found
    ? places.filter(({ kind, path }) => kind === 'file' && !held.some((one) => one.endsWith(`/${path}`)))
    : places;
  const [first] = lost;
  if (!first) return [];
  const others = new Set(lost.map(({ path }) => path)).size - 1;
  const problem = { code: 'vanished', subject: first.path } as const;
  const where = others > 0 ? `here and in ${others} more of the report's places` : 'here';
  if (found)
    return [
      {
        ...problem,
        detail: `the secret ${preview} of the report is not found ${where} any more`,
        remedy: 'It is found in other places, and was checked.',
        isIncomplete: false,
      },
    ];
  return [
    {
      ...problem,
      detail: `the secret ${preview} of the report is not found ${where} any more, so nobody could be asked about it`,
      remedy:
        'It may be live all the same. Run this where the report was made, with the same rules, or give the secret on standard input.',
      isIncomplete: true,
    },
  ];
}
