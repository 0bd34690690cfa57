import type { Finding, Place } from '../../core/finding.ts';
import type { Notice } from '../../core/notice.ts';
import type { Problem } from '../../core/problem.ts';
import { tellKeyState } from '../prose/key-state.ts';
import { tellNextStep } from '../prose/next-step.ts';
import { tellEncodings, tellEntry, writeHistorySentence } from '../prose/origin-line.ts';
import { joinLines } from '../prose/paragraph.ts';
import { formatCount } from '../prose/quantity.ts';
import { joinSentences, toSentence } from '../prose/sentences.ts';
import { isFile } from '../records/origin-record.ts';
import { placeInFile } from '../records/place-in-file.ts';
import { toLevel } from '../sarif-objects/rule-descriptor.ts';
import { toPrintable } from '../stream/safe-text.ts';

/** A remark that a CI system shows beside a line of a file, or beside the whole run. All texts are printable. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  /** What it is about, a few words. */
  readonly title: string;
  readonly text: string;
  /** A rule's id, or a problem's code. */
  readonly code: string;
  readonly at?: AnnotatedSpan;
}

export interface AnnotatedSpan {
  /** Relative to the top of the repository. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  /** Exclusive. */
  readonly endColumn: number;
}

/** The annotation of a finding, at the first of its places. */
export function annotateFinding(finding: Finding): Annotation {
  const { rule, secret, places, placeCount } = finding;
  const place = places[0];
  const preview = secret.preview(rule.publicPrefix);
  const parts = [
    `${preview} stands here${place ? tellEntry(place) : ''}${place?.encodings ? `, ${tellEncodings(place.encodings)}` : ''}.`,
    tellElsewhere(place, placeCount),
    tellKeyState(finding),
    joinLines(rule.risk),
    joinLines(tellNextStep(finding)),
  ];
  return {
    level: toLevel(rule.severity) === 'error' ? 'error' : 'warning',
    title: toPrintable(rule.title),
    text: joinSentences(parts.map((part) => toPrintable(part))),
    code: toPrintable(rule.id),
    ...(place && isFile(place.origin) && { at: describeSpan(place) }),
  };
}

/** The annotation of a problem; an error when it left something unread. */
export function annotateProblem({ code, subject, detail, remedy, isIncomplete }: Problem): Annotation {
  return {
    level: isIncomplete ? 'error' : 'warning',
    title: isIncomplete ? 'Not everything was read' : 'invguard',
    text: toPrintable(`${subject}: ${toSentence(joinLines(detail))} ${joinLines(remedy)}`),
    code,
  };
}

/** The annotation of a remark about the policy. */
export function annotateNotice({ code, where, detail, remedy }: Notice): Annotation {
  const text = toPrintable(joinLines(`${where}: ${detail} ${remedy}`));
  return { level: 'warning', title: 'What is allowed', text, code };
}

function tellElsewhere(place: Place | undefined, placeCount: number): string {
  const history = place ? writeHistorySentence(place.origin) : '';
  const others = placeCount > 1 ? `${formatCount(placeCount - 1, 'more place')} in the list.` : '';
  const name = place && !isFile(place.origin) ? `In ${place.origin.path}.` : '';
  return joinSentences([name, history, others]);
}

function describeSpan(place: Place): AnnotatedSpan {
  const { start, end } = placeInFile(place);
  return {
    path: toPrintable(place.origin.path),
    line: start.line,
    column: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
}
