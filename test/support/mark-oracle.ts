// The slow oracle of marks: looks at the whole text, with its lines in an array and no queue, stack of lines or window. It shares the
// reading of a mark's tail with the engine; that has tests of its own.

import type { Mark, MarkFault } from '../../src/core/mark.ts';
import type { Rule } from '../../src/core/rule.ts';
import { MAX_TAIL_LENGTH, readTail } from '../../src/engine/marks/read-tail.ts';
import type { OracleMatch } from './oracle.ts';

const NAMES =
  /invguard:allow[\w-]{0,40}|gitleaks:allow|betterleaks:allow|trufflehog:ignore|pragma: allowlist (?:nextline )?secret|secretlint-(?:disable|enable)[\w-]{0,40}/g;
const FORMS: Readonly<Record<string, Mark['form'] | 'end'>> = {
  'invguard:allow': 'line',
  'invguard:allow-next-line': 'next-line',
  'invguard:allow-begin': 'block',
  'invguard:allow-end': 'end',
  'invguard:allow-file': 'file',
  'gitleaks:allow': 'line',
  'betterleaks:allow': 'line',
  'trufflehog:ignore': 'line',
  'pragma: allowlist secret': 'line',
  'pragma: allowlist nextline secret': 'next-line',
  'secretlint-disable': 'block',
  'secretlint-enable': 'end',
  'secretlint-disable-line': 'line',
  'secretlint-disable-next-line': 'next-line',
};

interface SeenMark {
  readonly mark: Mark;
  readonly isEnd: boolean;
  readonly at: number;
  fault: MarkFault | undefined;
  /** Of a block: where it ends. */
  end?: number;
  isUsed: boolean;
}

export interface MarkedWhole {
  /** For each match the mark on it. */
  readonly marks: readonly (Mark | undefined)[];
  readonly faults: readonly string[];
}

export function markWhole(
  text: string,
  matches: readonly OracleMatch[],
  rules: readonly Rule[],
): MarkedWhole {
  const faults: string[] = [];
  const seen = findMarks(text, matches);
  limitLines(seen);
  for (const one of seen) {
    for (const name of one.mark.rules)
      if (findKinds(name, rules).size === 0) faults.push(describeFault(one, `rule-not-used ${name}`));
    if (one.fault !== undefined) faults.push(describeFault(one, one.fault));
  }
  closeBlocks(seen, faults);
  const marks = matches.map((match) => putMark(match, seen, { text, rules }));
  for (const one of seen) {
    const isForNone =
      one.mark.rules.length > 0 && one.mark.rules.every((name) => findKinds(name, rules).size === 0);
    const isUnclosed = one.mark.form === 'block' && one.end === Number.POSITIVE_INFINITY;
    if (!one.isEnd && !one.isUsed && one.fault === undefined && !isForNone && !isUnclosed)
      faults.push(describeFault(one, 'unused'));
  }
  return { marks, faults: faults.filter((fault) => fault.startsWith('invguard')).sort() };
}

function describeFault({ mark }: SeenMark, fault: string): string {
  return `${mark.syntax} ${mark.form} ${mark.line} ${fault}`;
}

function findMarks(text: string, matches: readonly OracleMatch[]): SeenMark[] {
  return [...text.matchAll(NAMES)].flatMap((found) => {
    const at = found.index;
    const opener = text.charAt(at - 1);
    if (opener === '`') return [];
    const name = found[0];
    const rest = text.slice(at + name.length, at + name.length + MAX_TAIL_LENGTH).split('\n', 1)[0]!;
    const tail = rest.slice(0, new RegExp(NAMES.source).exec(rest)?.index);
    const tailStart = at + name.length;
    const secret = matches.find(
      ({ startOffset, endOffset }) => startOffset < tailStart + tail.length && endOffset > at,
    );
    const line = text.slice(0, at).split('\n').length;
    return [
      {
        ...understand({ name, tail, opener, safe: secret && secret.startOffset - tailStart, line, at }),
        at,
        isUsed: false,
      },
    ];
  });
}

function understand(raw: {
  name: string;
  tail: string;
  opener: string;
  safe: number | undefined;
  line: number;
  at: number;
}): Pick<SeenMark, 'mark' | 'isEnd' | 'fault'> {
  const { name, tail, opener, safe, line, at } = raw;
  const form = FORMS[name];
  const syntax = name.startsWith('invguard')
    ? 'invguard'
    : name.startsWith('secretlint')
      ? 'secretlint'
      : name.startsWith('pragma')
        ? 'detect-secrets'
        : name.startsWith('trufflehog')
          ? 'trufflehog'
          : 'gitleaks';
  const full = syntax === 'invguard' || syntax === 'secretlint' ? readTail(tail, opener) : { rules: [] };
  let read = full;
  if (safe !== undefined && safe < tail.length && (syntax === 'invguard' || syntax === 'secretlint')) {
    const short = readTail(tail.slice(0, Math.max(0, safe)), opener);
    const sameRules = short.rules.join() === full.rules.join() && short.expires === full.expires;
    read = sameRules && !short.fault && !full.fault ? short : { rules: [], fault: 'not-understood' };
  }
  const { fault, ...rest } = read;
  const placed = form === 'file' && (line > 20 || at >= 4000) ? ('too-late' as const) : undefined;
  return {
    mark: { syntax, form: form === 'end' ? 'block' : (form ?? 'line'), ...rest, line },
    isEnd: form === 'end',
    fault: form === undefined ? 'not-understood' : (fault ?? placed),
  };
}

function limitLines(seen: readonly SeenMark[]): void {
  const counts = new Map<number, number>();
  for (const one of seen) {
    if (one.fault !== undefined || one.mark.form === 'block') continue;
    const count = (counts.get(one.mark.line) ?? 0) + 1;
    counts.set(one.mark.line, count);
    if (count > 16) one.fault = 'too-many';
  }
}

/** Blocks nest by syntax, 16 deep; each takes the next free end after it. */
function closeBlocks(seen: readonly SeenMark[], faults: string[]): void {
  const open: SeenMark[] = [];
  let ignoredCount = 0;
  for (const one of seen.filter(({ mark }) => mark.form === 'block')) {
    if (!one.isEnd && open.length >= 16) {
      ignoredCount++;
      faults.push(describeFault(one, 'too-many'));
      one.fault = 'too-many';
      continue;
    }
    if (one.isEnd && ignoredCount > 0) {
      ignoredCount--;
      continue;
    }
    if (!one.isEnd) {
      one.end = Number.POSITIVE_INFINITY;
      open.push(one);
      continue;
    }
    const begin = open.filter(({ mark }) => mark.syntax === one.mark.syntax).at(-1);
    if (!begin) {
      faults.push(describeFault(one, 'not-open'));
      continue;
    }
    begin.end = one.at;
    open.splice(open.indexOf(begin), 1);
  }
  for (const begin of open) faults.push(describeFault(begin, 'unclosed'));
}

function putMark(
  match: OracleMatch,
  seen: readonly SeenMark[],
  { text, rules }: { text: string; rules: readonly Rule[] },
): Mark | undefined {
  const kind = rules.find(({ id }) => id === match.ruleId)!.kind;
  const lastLine = text.slice(0, match.endOffset).split('\n').length;
  const covering = seen.filter(({ mark, at, end, fault, isEnd }) => {
    const isInside = at >= match.startOffset && at < match.endOffset;
    const names = mark.rules.length === 0 || mark.rules.some((name) => findKinds(name, rules).has(kind));
    if (fault !== undefined || isEnd || isInside || !names) return false;
    if (mark.form === 'line')
      return (mark.line === match.line || mark.line === lastLine) && at < match.endOffset + 4000;
    if (mark.form === 'next-line') return mark.line + 1 === match.line;
    return mark.form === 'file' || (at < match.startOffset && match.startOffset <= end!);
  });
  for (const one of covering) one.isUsed = true;
  return covering.sort(comparePreference)[0]?.mark;
}

function comparePreference(a: SeenMark, b: SeenMark): number {
  const days = [a, b].map(({ mark }) => mark.expires ?? 'never') as [string, string];
  if (days[0] !== days[1]) return days[0] > days[1] ? -1 : 1;
  const breadth = Number(a.mark.rules.length === 0) - Number(b.mark.rules.length === 0);
  return breadth || rankForm(a) - rankForm(b) || (a.mark.form === 'block' ? b.at - a.at : a.at - b.at);
}

function rankForm({ mark }: SeenMark): number {
  return { line: 0, 'next-line': 0, block: 1, file: 2 }[mark.form];
}

function findKinds(name: string, rules: readonly Rule[]): ReadonlySet<string> {
  return new Set(
    rules.filter(({ id, aliases, kind }) => [id, kind, ...aliases].includes(name)).map(({ kind }) => kind),
  );
}
