// What a hook says: enough to go on with, on one screen, however much was found. Somebody wanted to commit or to push, so it says at once
// what was stopped, then what and where, then the ways on.

import { namePlace } from '../../core/entry-path.ts';
import type { Finding, Place } from '../../core/finding.ts';
import type { Origin } from '../../core/origin.ts';
import type { Problem } from '../../core/problem.ts';
import type { ReportBody } from '../../core/reporter.ts';
import { toShellWord } from '../../core/shell-word.ts';
import { toPrintable } from '../stream/safe-text.ts';
import { summariseAllowed, writeNotices } from './allowed.ts';
import { writeProblem } from './closing.ts';
import { writeFrame, writeHeadline } from './finding-section.ts';
import { type GuardOccasion, type Way, writeGuardLine } from './guard-line.ts';
import { tellEncodings } from './origin-line.ts';
import { type Page, setProse } from './page.ts';
import { formatCount, formatInteger } from './quantity.ts';

/** More secrets than this are listed without their lines, and more than `LISTED_COUNT` are counted. */
const FRAMED_COUNT = 3;
const LISTED_COUNT = 10;
const LISTED_PROBLEM_COUNT = 3;
/** More files than this are not named in a command. */
const MAX_NAMED_PATHS = 3;

/** The page; empty when there is nothing to say. */
export function* writeGuardPage(body: ReportBody, occasion: GuardOccasion, page: Page): Generator<string> {
  const findings = [...body.findings];
  const gaps = body.problems.filter(({ isIncomplete }) => isIncomplete);
  const isIncomplete = gaps.length > 0 || body.coverage.isInterrupted;
  if (findings.length > 0) yield* writeStop(findings, occasion, page);
  if (isIncomplete) yield* writeGap(gaps, occasion, page);
  if (findings.length === 0 && !isIncomplete) yield writeGuardLine(body.coverage, occasion);
  yield* writeNotices(body.notices, page);
  if (body.allowed.length > 0) yield summariseAllowed(body.allowed, page);
  if (occasion.remark !== undefined && (isIncomplete || body.coverage.blobCount > 0))
    yield setProse(occasion.remark, page, { indent: 2, label: 'Note: ' });
}

function* writeStop(findings: readonly Finding[], occasion: GuardOccasion, page: Page): Generator<string> {
  const { stopped, lister } = occasion;
  yield `${page.paint.bad(`✖ invguard stopped ${stopped}: ${formatCount(findings.length, 'secret')}`)}\n\n`;
  for (const [index, finding] of findings.slice(0, LISTED_COUNT).entries()) {
    yield* writeFinding(finding, index < FRAMED_COUNT, page);
  }
  const leftCount = findings.length - LISTED_COUNT;
  const list = lister === undefined ? '' : `; \`${lister}\` lists them all`;
  if (leftCount > 0) yield `… and ${formatInteger(leftCount)} more${list}\n`;
  yield* writeWaysOn(findings, occasion, page);
}

function* writeFinding(finding: Finding, isFramed: boolean, page: Page): Generator<string> {
  const { rule, secret, places, placeCount } = finding;
  const more = placeCount > 1 ? `, and ${formatCount(placeCount - 1, 'more place')}` : '';
  const where = `${tellPlace(places[0]!)}${more}`;
  const preview = toPrintable(secret.preview(rule.publicPrefix));
  if (isFramed) {
    yield `${writeHeadline(finding, page)}\n  ${page.paint.bold(preview)} at ${where}\n`;
    yield* writeFrame(places[0], page);
    yield '\n';
  } else yield `${where}  ${page.paint.dim(rule.id)}  ${preview}\n`;
}

function tellPlace(place: Place): string {
  const { origin, start, encodings } = place;
  const commit = origin.kind === 'blob' ? origin.commit?.id.slice(0, 12) : undefined;
  return `${toPrintable(namePlace(place))}:${start.line}:${start.column}${commit ? ` in commit ${commit}` : ''}${encodings ? ` (${tellEncodings(encodings)})` : ''}`;
}

function* writeWaysOn(findings: readonly Finding[], occasion: GuardOccasion, page: Page): Generator<string> {
  yield 'The ways on:\n';
  for (const [index, { text, line }] of listWays(findings[0]!, occasion).entries()) {
    yield setProse(text, page, { indent: 2, label: `${index + 1}. ` });
    if (line !== undefined) yield `       ${page.paint.bold(line)}\n`;
  }
  const vendorKeys = findings.filter(({ rule: { provider } }) => provider !== undefined);
  if (vendorKeys.length === 0) return;
  yield `\n${setProse(occasion.revocation, page, { indent: 0 })}`;
  const lieInFiles = vendorKeys.every(({ places }) => isInFile(places[0]!.origin));
  if (lieInFiles) yield `  ${page.paint.bold(writeRevocation(vendorKeys))}\n`;
  else yield* writeRevocationByHand(vendorKeys[0]!, page);
}

/** The key is in no command line: those are kept, and shown to whoever is on the machine. */
function* writeRevocationByHand({ rule: { provider } }: Finding, page: Page): Generator<string> {
  yield `  ${page.paint.bold(`npx invguard revoke - --provider ${provider}`)}\n`;
  yield setProse('It reads the key from standard input: paste it there, and end with Ctrl-D.', page, {
    indent: 0,
  });
}

function isInFile({ kind }: Origin): boolean {
  return kind === 'staged' || kind === 'file';
}

/** A command that finds these keys where they lie, and revokes them. */
function writeRevocation(keys: readonly Finding[]): string {
  const origins = keys.map(({ places }) => places[0]!.origin);
  const paths = [
    ...new Set(
      origins.map(({ path }) => toShellWord(toPrintable(path.startsWith('-') ? `./${path}` : path))),
    ),
  ];
  const [only, ...others] = keys;
  const named = others.length === 0 ? ` --fingerprint ${only!.fingerprint}` : '';
  return `npx invguard revoke${paths.length > MAX_NAMED_PATHS ? '' : ` ${paths.join(' ')}`}${named}`;
}

function listWays(finding: Finding, occasion: GuardOccasion): readonly Way[] {
  const { mending, bypass, afterBypass, honoursMarks } = occasion;
  const way = { text: `\`${bypass}\` skips every check: ${afterBypass}.` };
  return [
    mending,
    ...(honoursMarks ? [describeAllowing(finding, occasion)] : []),
    ...(bypass === undefined ? [] : [way]),
  ];
}

function describeAllowing({ rule, fingerprint, places }: Finding, { isInHistory }: GuardOccasion): Way {
  const mark = `invguard:allow ${rule.id} -- reason`;
  const isInArchive = places[0]?.entry !== undefined;
  if (!isInHistory && !isInArchive)
    return { text: 'If it opens nothing, say so in a comment on its line:', line: mark };
  return {
    text: `If it opens nothing, say so in a comment on its line (\`${mark}\`) or, where no line of it ${isInArchive ? 'can be changed' : 'is left'}, in .invguardignore:`,
    line: `fingerprint:${fingerprint}  # reason`,
  };
}

function* writeGap(
  gaps: readonly Problem[],
  { stopped, bypass }: GuardOccasion,
  page: Page,
): Generator<string> {
  yield `${page.paint.bad(`✖ invguard stopped ${stopped}: not everything could be read`)}\n\n`;
  for (const problem of gaps.slice(0, LISTED_PROBLEM_COUNT)) yield writeProblem(problem, page);
  const leftCount = gaps.length - LISTED_PROBLEM_COUNT;
  if (leftCount > 0) yield `… and ${formatInteger(leftCount)} more\n`;
  const way = bypass === undefined ? '' : `, or go on unchecked with \`${bypass}\``;
  yield setProse(`Mend it and try again${way}.`, page, { indent: 2 });
}
