import { describe, expect, test } from 'vitest';
import { type TriageItem, triage } from '../../../src/commands/baseline/triage.ts';
import type { BaselineRecord } from '../../../src/config/baseline-file.ts';
import { createFinding } from '../../support/findings.ts';

const items: readonly TriageItem[] = [1, 2, 3].map((seed) => {
  const finding = createFinding({ seed });
  return {
    finding,
    record: { fingerprint: finding.fingerprint, rule: 'acme-api-key', verdict: 'untriaged' },
  };
});

/** Plays the keys; a word of more than one letter is a line that the user writes. */
async function play(words: string) {
  const script = words.split(' ');
  const shown: string[] = [];
  const saved = new Map<string, BaselineRecord>();
  const outcome = await triage({
    items,
    terminal: {
      show: (text) => void shown.push(text),
      readKey: async () => script.shift() ?? 'q',
      readLine: async () => script.shift()!.replace('-', ''),
    },
    describe: (finding) => `<${items.findIndex((item) => item.finding === finding) + 1}>`,
    save: (record) => void saved.set(record.fingerprint, record),
  });
  const verdicts = items.map(({ record }) => {
    const { verdict, reason } = saved.get(record.fingerprint) ?? record;
    return reason === undefined ? verdict : `${verdict}: ${reason}`;
  });
  return { verdicts, outcome, shown: shown.join('') };
}

describe('the keys', () => {
  test.each<[string, string[]]>([
    ['y y y', ['real', 'real', 'real']],
    ['n vector y', ['false-alarm: vector', 'real', 'untriaged']],
    ['n - q', ['false-alarm', 'untriaged', 'untriaged']],
    ['s y', ['untriaged', 'real', 'untriaged']],
    ['y u', ['untriaged', 'untriaged', 'untriaged']],
    ['y u n vector', ['false-alarm: vector', 'untriaged', 'untriaged']],
    ['y s u u y', ['real', 'untriaged', 'untriaged']],
    ['u y', ['real', 'untriaged', 'untriaged']],
    ['x ? y', ['real', 'untriaged', 'untriaged']],
    ['q y', ['untriaged', 'untriaged', 'untriaged']],
  ])('%s', async (words, verdicts) => {
    expect((await play(words)).verdicts).toEqual(verdicts);
  });
});

test('each finding is shown with its place in the row, and again after an answer is taken back', async () => {
  const { shown } = await play('y u q');
  expect(shown.match(/\d of 3\n\n<\d>/g)).toEqual(['1 of 3\n\n<1>', '2 of 3\n\n<2>', '1 of 3\n\n<1>']);
});

test('the end tells what was answered and what is left', async () => {
  expect((await play('y n vector')).outcome).toEqual({ realCount: 1, falseAlarmCount: 1, leftCount: 1 });
});
