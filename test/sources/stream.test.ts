import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { readStream } from '../../src/sources/stream.ts';

async function read(stream: AsyncIterable<Uint8Array>) {
  const calls: [string, boolean][] = [];
  const outcome = await readStream(stream, (bytes, isLast) => {
    calls.push([Buffer.from(bytes).toString(), isLast]);
  });
  return { outcome, calls };
}

describe('a stream', () => {
  it('is read piece by piece and ended', async () => {
    const { outcome, calls } = await read(Readable.from([Buffer.from('one'), Buffer.from('two')]));
    expect(outcome).toEqual({ kind: 'read', byteCount: 6 });
    expect(calls).toEqual([
      ['one', false],
      ['two', false],
      ['', true],
    ]);
  });

  it('that is empty is still ended', async () => {
    expect(await read(Readable.from([]))).toEqual({
      outcome: { kind: 'read', byteCount: 0 },
      calls: [['', true]],
    });
  });

  it('that fails is a problem, and what came before is ended', async () => {
    async function* failing() {
      yield Buffer.from('one');
      throw Object.assign(new Error('broken'), { code: 'EIO' });
    }
    const { outcome, calls } = await read(failing());
    expect(outcome).toMatchObject({
      kind: 'problem',
      problem: { code: 'io-error', subject: 'standard input', isIncomplete: true },
    });
    expect(calls).toEqual([
      ['one', false],
      ['', true],
    ]);
  });

  it('passes on what its consumer throws', async () => {
    const consume = () => {
      throw new Error('consumer');
    };
    await expect(readStream(Readable.from([Buffer.from('one')]), consume)).rejects.toThrow('consumer');
  });
});
