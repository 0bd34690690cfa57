import { spawnSync } from 'node:child_process';
import fs, {
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  openSync,
  readFileSync,
  readSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { createServer } from 'node:net';
import { describe, expect, it, vi } from 'vitest';
import { type FileOutcome, readFileInto } from '../../src/sources/file.ts';
import { folder } from '../support/folder.ts';

interface Reading {
  readonly outcome: FileOutcome;
  readonly text: string;
  /** `isLast` of every call. */
  readonly calls: readonly boolean[];
}

function read(absolutePath: string | Uint8Array, bufferSize = 16, onPiece?: () => void): Reading {
  const pieces: Buffer[] = [];
  const calls: boolean[] = [];
  const outcome = readFileInto({ path: 'shown', absolutePath }, Buffer.alloc(bufferSize), (bytes, isLast) => {
    pieces.push(Buffer.from(bytes));
    calls.push(isLast);
    onPiece?.();
  });
  return { outcome, text: Buffer.concat(pieces).toString(), calls };
}

describe('a file', () => {
  it.each([
    [0, [true]],
    [1, [true]],
    [15, [true]],
    [16, [true]],
    [17, [false, true]],
    [32, [false, true]],
    [33, [false, false, true]],
  ])('of %i bytes is read in pieces of at most 16, the last marked', (byteCount, calls) => {
    const place = folder({ 'a.txt': 'x'.repeat(byteCount) });
    const reading = read(place.path('a.txt'));
    expect(reading.outcome).toEqual({ kind: 'read', byteCount });
    expect(reading.text).toBe('x'.repeat(byteCount));
    expect(reading.calls).toEqual(calls);
  });

  it.skipIf(process.platform !== 'linux')('of /proc is read although its size is 0', () => {
    const reading = read('/proc/self/status');
    expect(reading.outcome).toMatchObject({ kind: 'read' });
    expect(reading.text).toContain('VmRSS');
    expect(reading.calls.at(-1)).toBe(true);
    expect(reading.calls.filter(Boolean)).toHaveLength(1);
  });

  it.skipIf(!existsSync('/proc/kallsyms'))('that gives less than it was asked for is read to its end', () => {
    const { outcome, calls } = read('/proc/kallsyms', 1 << 17);
    expect(outcome).toEqual({ kind: 'read', byteCount: readFileSync('/proc/kallsyms').length });
    expect(calls.length).toBeGreaterThan(2);
  });

  it('that is short is not asked what it is', () => {
    const place = folder({ short: 'x'.repeat(15), long: 'x'.repeat(16) });
    const asked = vi.spyOn(fs, 'fstatSync');
    syncBuiltinESMExports();
    const counts = ['short', 'long'].map((name) => {
      read(place.path(name));
      return asked.mock.calls.length;
    });
    asked.mockRestore();
    syncBuiltinESMExports();
    expect(counts).toEqual([0, 1]);
  });

  it.skipIf(process.platform !== 'linux')('with a name that is not UTF-8 is opened by its bytes', () => {
    const place = folder();
    const name = Buffer.concat([Buffer.from(`${place.dir}/caf`), Buffer.of(0xe9)]);
    spawnSync('sh', ['-c', `printf content > "$(printf '%s/caf\\351' '${place.dir}')"`]);
    expect(read(name).text).toBe('content');
    expect(read(structuredClone(name)).text).toBe('content');
  });

  it('that grows while it is read is read as it was', () => {
    const place = folder({ 'a.txt': 'x'.repeat(32) });
    const reading = read(place.path('a.txt'), 16, () => appendFileSync(place.path('a.txt'), 'y'));
    expect(reading.outcome).toEqual({ kind: 'read', byteCount: 32 });
  });

  it('is closed after it is read, and when its consumer throws', () => {
    const place = folder({ 'a.txt': 'content' });
    const path = place.path('a.txt');
    const before = freeDescriptor(path);
    read(path);
    const failing = () => {
      throw new Error('consumer');
    };
    expect(() => read(path, 16, failing)).toThrow('consumer');
    expect(freeDescriptor(path)).toBe(before);
  });

  /** The number the next opened file gets: it grows with each that was left open. */
  function freeDescriptor(path: string): number {
    const descriptor = openSync(path, 'r');
    closeSync(descriptor);
    return descriptor;
  }
});

describe('what is not a file', () => {
  it('a folder is skipped: the index calls only submodules by such a path', () => {
    expect(read(folder().dir)).toEqual(skipped('submodule'));
  });

  it.each([
    ['to a file', 'a.txt'],
    ['to nothing', 'gone'],
    ['to itself', 'link'],
    ['to a folder', '.'],
  ])('a symbolic link %s is not followed', (_name, linkTo) => {
    const place = folder({ 'a.txt': 'content', link: { linkTo } });
    expect(read(place.path('link'))).toEqual(skipped('symbolic link'));
  });

  it.skipIf(process.platform === 'win32')('a FIFO is skipped and not waited for', () => {
    const place = folder();
    spawnSync('mkfifo', [place.path('fifo')]);
    expect(read(place.path('fifo'))).toEqual(skipped('special file'));
  });

  it.skipIf(process.platform === 'win32')('a FIFO with something in it keeps that', () => {
    const place = folder();
    spawnSync('mkfifo', [place.path('fifo')]);
    const descriptor = openSync(place.path('fifo'), constants.O_RDWR | constants.O_NONBLOCK);
    writeSync(descriptor, 'content');
    expect(read(place.path('fifo'))).toEqual(skipped('special file'));
    const kept = Buffer.alloc(16);
    expect(kept.toString('utf8', 0, readSync(descriptor, kept))).toBe('content');
    closeSync(descriptor);
  });

  it.skipIf(process.platform === 'win32')('a socket is skipped', async () => {
    const place = folder();
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(place.path('socket'), resolve));
    expect(read(place.path('socket'))).toEqual(skipped('special file'));
    server.close();
  });

  it.skipIf(process.platform === 'win32').each(['/dev/zero', '/dev/null'])(
    'a device (%s) is skipped',
    (path) => {
      expect(read(path)).toEqual(skipped('special file'));
    },
  );

  function skipped(reason: string): Reading {
    return { outcome: { kind: 'skipped', reason }, text: '', calls: [] } as unknown as Reading;
  }
});

describe('a file that cannot be read', () => {
  it.each([
    ['is gone', 'gone', 'vanished'],
    ['is in a folder that became a file', 'a.txt/b', 'vanished'],
    ['has too long a name', 'x'.repeat(300), 'path-too-long'],
    ['has too long a path', 'x/'.repeat(3000), 'path-too-long'],
  ])('because it %s is a problem', (_fact, name, code) => {
    const place = folder({ 'a.txt': 'content' });
    const { outcome, calls } = read(`${place.dir}/${name}`);
    expect(outcome).toMatchObject({
      kind: 'problem',
      problem: { code, subject: 'shown', isIncomplete: true },
    });
    expect(calls).toEqual([]);
  });

  it.skipIf(process.getuid?.() === 0)('because of its mode is a problem (not tested as root)', () => {
    const place = folder({ 'a.txt': 'content' });
    spawnSync('chmod', ['0', place.path('a.txt')]);
    expect(read(place.path('a.txt')).outcome).toMatchObject({ problem: { code: 'unreadable' } });
  });

  it('because it shrank is a problem, and what was read is ended', () => {
    const place = folder({ 'a.txt': 'x'.repeat(100) });
    const path = place.path('a.txt');
    const { outcome, text, calls } = read(path, 16, () => truncateSync(path, 20));
    expect(outcome).toMatchObject({ kind: 'problem', problem: { code: 'changed', isIncomplete: true } });
    expect(text).toBe('x'.repeat(20));
    expect(calls).toEqual([false, false, true]);
  });

  it.skipIf(process.platform !== 'linux')(
    'because the system fails is a problem, and what was read is ended',
    () => {
      // Reading the memory of a process at offset 0, where nothing is mapped, fails with EIO.
      const { outcome, calls } = read('/proc/self/mem');
      expect(outcome).toMatchObject({
        kind: 'problem',
        problem: { code: 'io-error', detail: expect.stringContaining('EIO'), isIncomplete: true },
      });
      expect(calls).toEqual([true]);
    },
  );
});

describe('a tracked file', () => {
  it.each(['gone', 'a.txt/b'])('that is not there (%s) is deleted, which is no problem', (name) => {
    const place = folder({ 'a.txt': '' });
    const file = { path: name, absolutePath: place.path(name), isTracked: true };
    expect(readFileInto(file, Buffer.alloc(16), () => undefined)).toEqual({
      kind: 'skipped',
      reason: 'deleted in the working tree',
    });
  });
});
