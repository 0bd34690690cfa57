import type { ArchiveCounts, Coverage } from '../../core/coverage.ts';
import { exitCodes } from '../../core/exit.ts';
import type { Finding } from '../../core/finding.ts';
import type { Problem } from '../../core/problem.ts';
import type { ReportBody } from '../../core/reporter.ts';
import { isDead } from '../../core/revocation.ts';
import { type Severity, severities } from '../../core/severity.ts';
import type { Verdict } from '../../core/verification.ts';
import { countUnread, isComplete, listSkips } from '../records/run-record.ts';
import { toPrintable } from '../stream/safe-text.ts';
import { type Page, setProse } from './page.ts';
import { formatBytes, formatCount, formatDuration, formatInteger } from './quantity.ts';
import { countVerdicts } from './verification-lines.ts';

/** What was told so far, for the verdict at the end: findings may be traversed once only. */
export interface Tally {
  findingCount: number;
  placeCount: number;
  readonly bySeverity: Map<Severity, number>;
  readonly byVerdict: Map<Verdict, number>;
  /** Keys that were to be revoked and are not known to be dead. */
  unconfirmedCount: number;
}

export function createTally(): Tally {
  return { findingCount: 0, placeCount: 0, bySeverity: new Map(), byVerdict: new Map(), unconfirmedCount: 0 };
}

export function countFinding(tally: Tally, { rule, placeCount, verification, revocation }: Finding): void {
  tally.findingCount += 1;
  tally.placeCount += placeCount;
  tally.bySeverity.set(rule.severity, (tally.bySeverity.get(rule.severity) ?? 0) + 1);
  if (revocation && revocation.state !== 'planned' && !isDead(revocation)) tally.unconfirmedCount += 1;
  const verdict = verification?.verdict;
  if (verdict) tally.byVerdict.set(verdict, (tally.byVerdict.get(verdict) ?? 0) + 1);
}

/** One problem: its subject, what happened, what to do. */
export function writeProblem({ subject, detail, remedy, isIncomplete }: Problem, page: Page): string {
  const mark = isIncomplete ? page.paint.bad('✖') : page.paint.doubtful('!');
  const told = setProse(detail, page, { indent: 2, label: 'Why: ' });
  const next = setProse(remedy, page, { indent: 2, label: 'Next: ' });
  return `${mark} ${toPrintable(subject)}\n${told}${next}\n`;
}

/** What came out, one line each. Clean is said only of a scan that read something and left nothing unread. */
export function* writeVerdict(body: ReportBody, tally: Tally, page: Page): Generator<string> {
  for (const { tone, text } of tellVerdict(body, tally)) yield `${page.paint[tone](text)}\n`;
}

/** A line of the verdict, and whether it is good news. */
export interface VerdictLine {
  readonly tone: 'good' | 'bad' | 'doubtful';
  readonly text: string;
}

/** The verdict for any kind of page. */
export function* tellVerdict(body: ReportBody, tally: Tally): Generator<VerdictLine> {
  const hasFindings = tally.findingCount > 0;
  if (hasFindings) yield tellFindings(body, tally);
  if (tally.unconfirmedCount > 0) yield { tone: 'bad', text: tellUnconfirmed(tally) };
  if (!isComplete(body)) yield { tone: 'bad', text: `✖ ${explainGap(body, tally)}` };
  else if (hasFindings) return;
  else if (body.coverage.blobCount > 0) yield { tone: 'good', text: tellClean(body) };
  else yield { tone: 'doubtful', text: '! Nothing was read: no file to scan.' };
}

function tellClean({ allowed }: ReportBody): string {
  return `✔ No secrets found${allowed.length > 0 ? ' but for those that are allowed' : ''}.`;
}

function tellFindings({ exitCode }: ReportBody, tally: Tally): VerdictLine {
  return exitCode === exitCodes.clean.code
    ? { tone: 'doubtful', text: `! ${summarise(tally)}` }
    : { tone: 'bad', text: `✖ ${summarise(tally)}` };
}

function tellUnconfirmed({ unconfirmedCount }: Tally): string {
  return `✖ ${formatCount(unconfirmedCount, 'key')} to be revoked, but not known to be dead.`;
}

function summarise({ findingCount, placeCount, bySeverity, byVerdict }: Tally): string {
  const shares = severities.flatMap((severity) => {
    const count = bySeverity.get(severity);
    return count === undefined ? [] : [`${formatInteger(count)} ${severity}`];
  });
  const verdicts = byVerdict.size > 0 ? `: ${countVerdicts(byVerdict)}` : '';
  return `${formatCount(findingCount, 'secret')} in ${formatCount(placeCount, 'place')} (${shares.join(', ')})${verdicts}.`;
}

function explainGap(body: ReportBody, { findingCount, byVerdict }: Tally): string {
  const consequence = findingCount > 0 ? 'there may be more secrets' : 'this is not a clean result';
  if (body.exitCode === exitCodes.interrupted.code)
    return `Interrupted: not everything was read; ${consequence}.`;
  const unreadCount = countUnread(body);
  const hasDoubt = byVerdict.has('unknown') || byVerdict.has('unchecked');
  if (unreadCount === 0 && hasDoubt)
    return 'Incomplete: not every secret could be checked; one that was not may be live.';
  const gap = unreadCount > 0 ? `${formatCount(unreadCount, 'path')} not read` : 'not everything was read';
  return `Incomplete: ${gap}; ${consequence}.`;
}

/** What was read, what was left out and why, and how long it took. */
export function writeCoverage(coverage: Coverage, page: Page): string {
  return setProse(tellCoverage(coverage), page, { indent: 2 });
}

/** The same in one line, for any kind of page. */
export function tellCoverage(coverage: Coverage): string {
  const { byteCount, archives, durationMs, unreadCount } = coverage;
  const read = `Read ${tellBlobs(coverage)}, ${formatBytes(byteCount)}, ${archives ? tellArchives(archives) : ''}in ${formatDuration(durationMs)}.`;
  const unread = unreadCount > 0 ? ` Not read: ${formatInteger(unreadCount)}.` : '';
  return `${read}${unread}${describeSkips(coverage)}`;
}

function tellBlobs({ blobCount, objectCount = 0 }: Coverage): string {
  const objects = formatCount(objectCount, 'git object');
  const files = formatCount(blobCount - objectCount, 'file');
  if (objectCount === 0) return files;
  return objectCount === blobCount ? objects : `${files} and ${objects}`;
}

function tellArchives({ archiveCount, entryCount, byteCount }: ArchiveCounts): string {
  return `and in ${formatCount(archiveCount, 'archive')} ${formatCount(entryCount, 'file')}, ${formatBytes(byteCount)}, `;
}

function describeSkips(coverage: Coverage): string {
  const skips = listSkips(coverage);
  if (skips.length === 0) return '';
  const total = skips.reduce((sum, [, count]) => sum + count, 0);
  const reasons = skips.map(([reason, count]) => `${reason} (${formatInteger(count)})`);
  return ` Skipped ${formatInteger(total)}: ${reasons.join(', ')}.`;
}
