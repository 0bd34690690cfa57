import { spawnSync } from 'node:child_process';
import fs, {
  appendFileSync,
  existsSync,
  fstatSync,
  fsyncSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { openJournal } from '../../src/revoke/journal.ts';
import { type ClaimRecord, readStandings } from '../../src/revoke/journal-record.ts';
import { createJournal } from '../support/desk.ts';
import { folder } from '../support/folder.ts';
import { listOpenFiles } from '../support/open-files.ts';

function claim(id: string, plan: Partial<ClaimRecord> = {}): ClaimRecord {
  return {
    step: 'sending',
    at: '2026-11-22T00:00:00.000Z',
    id,
    fingerprint: 'f1',
    provider: 'invoance',
    contract: 'discovered',
    source: 'https://api.example.com/openapi.json',
    method: 'DELETE',
    origin: 'https://api.example.com',
    path: '/v1/api-keys/key_1',
    processId: 1,
    host: 'here',
    ...plan,
  };
}

const at = '2026-11-22T00:00:01.000Z';

describe('a claim', () => {
  test('is on the disk when it counts', () => {
    const journal = createJournal();
    expect(journal.claim(claim('a'))).toBe(true);
    expect(JSON.parse(readFileSync(journal.file, 'utf8'))).toMatchObject({ step: 'sending', id: 'a' });
  });

  test('does not count where another one holds the key', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    expect(openJournal(journal.file).claim(claim('b'))).toBe(false);
    expect(journal.claim(claim('c', { fingerprint: 'f2' }))).toBe(true);
  });

  test('counts when it follows the one that holds the key, and only that', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    expect(journal.claim(claim('b', { follows: 'a' }))).toBe(true);
    expect(journal.claim(claim('c', { follows: 'a' }))).toBe(false);
    expect(journal.claim(claim('d', { follows: 'absent' }))).toBe(false);
  });

  test.skipIf(process.platform === 'win32')('outlives a power cut, as the name of its file does', () => {
    const sync = fsyncSync;
    const synced: number[] = [];
    const spy = vi.spyOn(fs, 'fsyncSync').mockImplementation((descriptor) => {
      synced.push(fstatSync(descriptor).ino);
      sync(descriptor);
    });
    syncBuiltinESMExports();
    try {
      const { file, ...journal } = createJournal();
      expect(synced).toEqual([statSync(dirname(file)).ino]);
      journal.claim(claim('a'));
      expect(synced.slice(1)).toEqual([statSync(file).ino]);
    } finally {
      spy.mockRestore();
      syncBuiltinESMExports();
    }
  });

  test('that the disk took but for its end does not count', () => {
    const journal = createJournal();
    const write = writeSync;
    const cut = vi.spyOn(fs, 'writeSync').mockImplementation((descriptor, line) => {
      return write(descriptor, Buffer.from(String(line)).subarray(0, -1));
    });
    syncBuiltinESMExports();
    try {
      expect(() => journal.claim(claim('a'))).toThrow('the disk is full');
    } finally {
      cut.mockRestore();
      syncBuiltinESMExports();
    }
  });

  test('that sent nothing leaves the key free', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    journal.note({ step: 'not-sent', at, id: 'a' });
    expect(journal.read('f1')).toBeUndefined();
    expect(journal.claim(claim('b'))).toBe(true);
  });

  test('is open until the key is revoked', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    expect(journal.listOpen()).toEqual(['f1']);
    journal.note({ step: 'answered', at, id: 'a', status: 202 });
    journal.note({ step: 'unconfirmed', at, id: 'a' });
    expect(journal.listOpen()).toEqual(['f1']);
    journal.note({ step: 'revoked', at, id: 'a', status: 401 });
    expect(journal.listOpen()).toEqual([]);
    expect(journal.read('f1')).toEqual({ claim: claim('a'), step: 'revoked', status: 202 });
  });

  test('stands where its own records say, whatever others say of theirs', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    journal.claim(claim('b', { fingerprint: 'f2' }));
    journal.claim(claim('c'));
    journal.note({ step: 'answered', at, id: 'b' });
    journal.note({ step: 'revoked', at, id: 'c' });
    expect(journal.read('f1')).toEqual({ claim: claim('a'), step: 'sending' });
    expect(journal.read('f2')).toEqual({ claim: claim('b', { fingerprint: 'f2' }), step: 'answered' });
    journal.note({ step: 'not-sent', at, id: 'b' });
    expect(journal.read('f1')).toEqual({ claim: claim('a'), step: 'sending' });
    expect(journal.read('f2')).toBeUndefined();
  });

  test('that follows another starts anew', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    journal.note({ step: 'answered', at, id: 'a', status: 429 });
    const next = claim('b', { follows: 'a' });
    journal.claim(next);
    expect(journal.read('f1')).toEqual({ claim: next, step: 'sending' });
  });
});

test('of any runs that claim one key at the same time, in any order, one may send', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1, maxLength: 12 }), (order) => {
      const lines = order.map((run, index) => JSON.stringify(claim(`${run}${index}`)));
      const winners = lines.filter((_, count) => {
        const text = `${lines.slice(0, count + 1).join('\n')}\n`;
        return readStandings(text).get('f1')?.claim.id === `${order[count]}${count}`;
      });
      expect(winners).toHaveLength(1);
    }),
    { seed: 7 },
  );
});

describe('the file', () => {
  test.skipIf(process.platform === 'win32')('is its owner’s alone', () => {
    const { file } = createJournal();
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(dirname(file)).mode & 0o777).toBe(0o700);
  });

  test('may end in a line that a crash cut short', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    appendFileSync(journal.file, JSON.stringify(claim('b', { fingerprint: 'f2' })).slice(0, -9));
    expect(journal.read('f2')).toBeUndefined();
    expect(journal.claim(claim('c', { fingerprint: 'f2' }))).toBe(true);
    expect(journal.read('f1')).toMatchObject({ claim: { id: 'a' } });
    expect(readFileSync(journal.file, 'utf8').split('\n')).toHaveLength(4);
  });

  test.each(['null', '7', '[]', '{}', '{"step":"sending"}', '{"step":"revoked","id":"x"}', '\0'])(
    'may hold the line %j',
    (line) => expect([...readStandings(`${line}\n${JSON.stringify(claim('a'))}\n`).keys()]).toEqual(['f1']),
  );

  test.skipIf(process.platform === 'win32').each(['/dev/null', '/proc/self/journal', '/dev/full'])(
    'may not be %s: nothing is sent',
    (file) => expect(() => openJournal(file)).toThrow('nothing is sent without it'),
  );

  test.skipIf(process.platform !== 'linux').each([
    ['/dev/null', 'it is no file'],
    ['/proc/self/absent/journal', 'its folder does not exist'],
  ])('may not be %s, for %s', (file, reason) =>
    expect(() => openJournal(file)).toThrow(`${reason}; nothing is sent without it`),
  );

  test.skipIf(process.platform === 'win32')('may not be a pipe, and none stays open', () => {
    const pipe = folder().path('pipe');
    spawnSync('mkfifo', [pipe]);
    expect(() => openJournal(pipe)).toThrow('it is no file; nothing is sent without it');
    expect(listOpenFiles(pipe) ?? []).toEqual([]);
  });

  test.skipIf(process.platform === 'win32')('may not be a link', () => {
    const made = folder();
    made.write({ j: { linkTo: made.path('elsewhere') } });
    expect(() => openJournal(made.path('j'))).toThrow('it is a symbolic link');
    expect(existsSync(made.path('elsewhere'))).toBe(false);
  });

  test.each([
    '{"step":"sending","id":"x"}',
    '{"step":"sending","id":"x","fingerprint":7}',
    '{"step":"sending","fingerprint":"f3"}',
    '{"id":"a"}',
    '{"step":7,"id":"a"}',
    '{"step":"later","id":"a"}',
    '{"step":"sending","id":"x","finger',
    'null',
  ])('tells the line %s as one that cannot be read, and keeps it', (line) => {
    const journal = createJournal();
    journal.claim(claim('a'));
    appendFileSync(journal.file, `${line}\n\n \r\n`);
    journal.claim(claim('b', { fingerprint: 'f2' }));
    expect(journal.listUnreadableLines()).toEqual([2]);
    expect(journal.listOpen()).toEqual(['f1', 'f2']);
    expect(journal.countKeys()).toBe(2);
    expect(readFileSync(journal.file, 'utf8').split('\n')[1]).toBe(line);
  });

  test('of a run that did its part holds no such line', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    for (const step of ['answered', 'unconfirmed', 'revoked', 'not-sent'] as const)
      journal.note({ step, at, id: 'a' });
    expect(journal.listUnreadableLines()).toEqual([]);
    expect(createJournal().listUnreadableLines()).toEqual([]);
  });

  test('and its folder are open only while they are written', () => {
    const journal = createJournal();
    journal.claim(claim('a'));
    journal.note({ step: 'answered', at, id: 'a', status: 204 });
    expect(journal.listOpen()).toEqual(['f1']);
    const { dir, path } = folder({ 'journal/file': '' });
    expect(() => openJournal(path('journal'))).toThrow('nothing is sent without it');
    for (const place of [dirname(journal.file), dir]) expect(listOpenFiles(place) ?? []).toEqual([]);
  });

  test('lies in folders that are made for it', () => {
    const made = folder({ 'a/file': '' });
    openJournal(made.path('a', 'b', 'c', 'd', 'journal'));
    expect(statSync(made.path('a', 'b', 'c', 'd')).isDirectory()).toBe(true);
  });

  test('may lie in a folder that another run makes at the same moment', () => {
    const make = mkdirSync;
    const spy = vi.spyOn(fs, 'mkdirSync').mockImplementation((...args) => {
      make(...args);
      return make(...args);
    });
    syncBuiltinESMExports();
    try {
      expect(createJournal().countKeys()).toBe(0);
    } finally {
      spy.mockRestore();
      syncBuiltinESMExports();
    }
  });

  test.skipIf(process.platform === 'win32')('cannot lie below a link that leads nowhere', () => {
    const made = folder();
    made.write({ away: { linkTo: made.path('absent') } });
    expect(() => openJournal(made.path('away', 'journal'))).toThrow('a part of its path is no folder');
  });

  test('that is gone bad after it was opened stops the next claim', () => {
    const journal = createJournal();
    rmSync(journal.file);
    mkdirSync(journal.file);
    const refusal = expect.objectContaining({
      code: 'bad-journal',
      message: expect.stringContaining('nothing is sent without it'),
    });
    expect(() => journal.claim(claim('a'))).toThrow(refusal);
    expect(() => journal.read('f1')).toThrow(refusal);
  });

  test('cannot lie below a file', () => {
    expect(() => openJournal(folder({ file: '' }).path('file', 'journal'))).toThrow(
      'nothing is sent without it',
    );
  });
});
