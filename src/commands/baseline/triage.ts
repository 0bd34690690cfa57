// The conversation of `baseline audit`: one finding after another, one key each, saved at once. Knows no terminal: it is given one that
// shows texts and hands over keys.

import type { BaselineRecord } from '../../config/baseline-file.ts';
import type { Finding } from '../../core/finding.ts';

export interface TriageTerminal {
  show(text: string): void;
  /** The name of the next key; `q` when there is no more. */
  readKey(): Promise<string>;
  /** A line that the user writes after `prompt`, without what is around it. */
  readLine(prompt: string): Promise<string>;
}

/** A finding that nobody has looked at, and its record. */
export interface TriageItem {
  readonly finding: Finding;
  readonly record: BaselineRecord;
}

export interface Triage {
  readonly items: readonly TriageItem[];
  readonly terminal: TriageTerminal;
  /** What is to be seen of a finding. */
  readonly describe: (finding: Finding) => string;
  /** Puts a record in the place of the one with its fingerprint. */
  readonly save: (record: BaselineRecord) => void;
}

export interface TriageOutcome {
  readonly realCount: number;
  readonly falseAlarmCount: number;
  /** Left for another time. */
  readonly leftCount: number;
}

const KEYS = '[y] real  [n] false alarm  [s] skip  [u] undo  [q] quit  [?] help';

const HELP = `
  y  It is a real secret. It is reported again until it is gone: revoke it, then take it out.
  n  It is a false alarm. You are asked why, and it stays allowed.
  s  Leave it for another time. It stays allowed until somebody looks.
  u  Take back the last answer.
  q  Stop. Every answer is saved already; the next audit goes on where this one stops.
`;

/** Asks about each item until the user has seen all or stops. */
export async function triage({ items, terminal, describe, save }: Triage): Promise<TriageOutcome> {
  const answers = new Map<number, BaselineRecord>();
  const trail: number[] = [];
  let index = 0;
  const show = () => {
    const item = items[index];
    if (item) terminal.show(`\n${index + 1} of ${items.length}\n\n${describe(item.finding)}  ${KEYS}\n`);
  };
  show();
  while (index < items.length) {
    const { record } = items[index]!;
    const key = await terminal.readKey();
    if (key === 'q') break;
    if (key === 'y' || key === 'n') {
      const answer = await decide(record, key, terminal);
      save(answer);
      answers.set(index, answer);
    }
    if (['y', 'n', 's'].includes(key)) {
      trail.push(index++);
      show();
    } else if (key === 'u') {
      index = takeBack({ items, trail, answers, save }) ?? index;
      show();
    } else terminal.show(key === '?' ? HELP : `  ${KEYS}\n`);
  }
  return countAnswers(items.length, [...answers.values()]);
}

async function decide(
  record: BaselineRecord,
  key: 'y' | 'n',
  terminal: TriageTerminal,
): Promise<BaselineRecord> {
  const { reason: _, ...rest } = record;
  if (key === 'y') {
    terminal.show('  Real: it is reported again until it is gone.\n');
    return { ...rest, verdict: 'real' };
  }
  const reason = await terminal.readLine('  Why is it no danger? (Enter for no reason) ');
  return { ...rest, verdict: 'false-alarm', ...(reason !== '' && { reason }) };
}

interface Undoing {
  readonly items: readonly TriageItem[];
  readonly trail: number[];
  readonly answers: Map<number, BaselineRecord>;
  readonly save: (record: BaselineRecord) => void;
}

/** The item that was answered last, as it was before; undefined when there is none. */
function takeBack({ items, trail, answers, save }: Undoing): number | undefined {
  const index = trail.pop();
  if (index !== undefined && answers.delete(index)) save(items[index]!.record);
  return index;
}

function countAnswers(total: number, answers: readonly BaselineRecord[]): TriageOutcome {
  const realCount = answers.filter(({ verdict }) => verdict === 'real').length;
  const falseAlarmCount = answers.length - realCount;
  return { realCount, falseAlarmCount, leftCount: total - answers.length };
}
