import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readLog } from '../../src/git/change-log.ts';
import { type CommitHeader, LogParser, parseChange } from '../../src/git/commit-log.ts';
import { repo } from '../support/repo.ts';

type Heard = readonly ['commit', CommitHeader] | readonly ['change', string, string];

function listen() {
  const heard: Heard[] = [];
  const reader = {
    commit: (header: CommitHeader) => void heard.push(['commit', header]),
    change: (raw: string, path: string) => void heard.push(['change', raw, path]),
  };
  return { heard, reader };
}

const id = fc.stringMatching(/^[0-9a-f]{40}$/);
const text = fc
  .string({ minLength: 1 })
  .map((value) => Buffer.from(value.replaceAll('\0', ' ')).toString('latin1'));
const change = fc.record({ path: text, newId: id });
const commit = fc.record({
  id,
  tree: id,
  parents: fc.array(id, { maxLength: 3 }),
  author: fc.oneof(text, fc.constant('')),
  changes: fc.array(change),
});

test('a log is read the same wherever its bytes are cut', () => {
  fc.assert(
    fc.property(
      fc.array(commit, { maxLength: 5 }),
      fc.array(fc.nat(400), { maxLength: 8 }),
      (commits, cuts) => {
        const bytes = Buffer.from(commits.map(print).join(''), 'latin1');
        const { heard, reader } = listen();
        const parser = new LogParser(reader);
        let from = 0;
        for (const cut of cuts) {
          parser.write(bytes.subarray(from, from + cut));
          from = Math.min(from + cut, bytes.length);
        }
        parser.write(bytes.subarray(from));
        expect(heard).toEqual(commits.flatMap(tell));
      },
    ),
    { seed: 20261122, numRuns: 300 },
  );

  type Commit = {
    id: string;
    tree: string;
    parents: string[];
    author: string;
    changes: { path: string; newId: string }[];
  };

  /** As git prints it, with a line end before the first change. */
  function print({ id, tree, parents, author, changes }: Commit): string {
    const header = `${[id, tree, ...parents].join(' ')}${parents.length === 0 ? ' ' : ''}\0${author}\0\0date\0`;
    return `${header}${changes.length > 0 ? '\n' : ''}${changes.map(({ path, newId }) => `${raw(newId)}\0${path}\0`).join('')}`;
  }

  function raw(newId: string): string {
    return `:100644 100644 ${'0'.repeat(40)} ${newId} M`;
  }

  function tell({ id, tree, parents, author, changes }: Commit): Heard[] {
    return [
      ['commit', { id, tree, parents, author, email: '', date: 'date' }],
      ...changes.map(({ path, newId }): Heard => ['change', raw(newId), path]),
    ];
  }
});

test('paths that look like changes or commits are paths', async () => {
  const name = ':100644 100644 a b M';
  const place = repo({ commits: [{ files: { [name]: 'x', '\n:second': 'y' } }] });
  const { heard, reader } = listen();
  await readLog(['-c', 'HEAD'], { cwd: place.dir }, reader);
  expect(heard.map(([kind, , path]) => path ?? kind)).toEqual(['commit', '\n:second', name]);
});

describe('a change', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((digit) => digit.repeat(40));

  test('of a commit has one old side', () => {
    expect(parseChange(`:100644 100755 ${a} ${b} M`)).toEqual({ oldIds: [a], newId: b, newMode: '100755' });
  });

  test('of a merge has one for each parent', () => {
    const raw = `::100644 120000 100644 ${a} ${b} ${c} MM`;
    expect(parseChange(raw)).toEqual({ oldIds: [a, b], newId: c, newMode: '100644' });
  });
});

test('of the name of a person no more is kept than anybody has, wherever it is cut', () => {
  const ids = `${'1'.repeat(40)} ${'2'.repeat(40)}`;
  const bytes = Buffer.from(`${ids}\0${'n'.repeat(300_000)}\0e\0d\0\0:raw\0path\0`);
  const { heard, reader } = listen();
  const parser = new LogParser(reader);
  for (let at = 0; at < bytes.length; at += 65_000) parser.write(bytes.subarray(at, at + 65_000));
  expect(heard).toEqual([
    ['commit', expect.objectContaining({ email: 'e', date: 'd', author: 'n'.repeat(65_536) })],
    ['change', ':raw', 'path'],
  ]);
});

test('a path that is longer than any other ends the reading', () => {
  const parser = new LogParser(listen().reader);
  parser.write(Buffer.from(`:raw\0${'p'.repeat(1 << 20)}`));
  expect(() => parser.write(Buffer.from('p'))).toThrow(
    'its commits change files at more than 1,048,576 bytes of one path',
  );
});
