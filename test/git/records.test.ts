import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type GitRecord, splitRecords, streamGitRecords } from '../../src/git/records.ts';
import { withFakeGit } from '../support/fake-git.ts';
import { folder } from '../support/folder.ts';

async function readRecords(script: string): Promise<GitRecord[]> {
  const { dir } = folder();
  return withFakeGit(script, async () => {
    const records: GitRecord[] = [];
    for await (const some of streamGitRecords(['x'], { cwd: dir })) records.push(...some);
    return records;
  });
}

describe('records', () => {
  it('are whole however the output is cut', async () => {
    const script = `printf 'one\\0tw'; sleep 0.1; printf 'o'; sleep 0.1; printf '\\0'; sleep 0.1; printf 'three\\0'`;
    expect(await readRecords(script)).toEqual(['one', 'two', 'three']);
  });

  it('cut inside of a character are whole', async () => {
    const script = `printf 'gr\\303'; sleep 0.1; printf '\\274n\\0'`;
    expect(await readRecords(script)).toEqual(['grün']);
  });

  it('are none when there is no output', async () => {
    expect(await readRecords('true')).toEqual([]);
  });

  it('keep line breaks, quotes and dashes as they are', async () => {
    expect(await readRecords(`printf -- '-x\\0a\\nb\\0"q"\\0'`)).toEqual(['-x', 'a\nb', '"q"']);
  });

  it('that are not UTF-8 are bytes, and only those', () => {
    const bytes = Buffer.from('grün\0latin1: \xfc\0\uFFFD', 'latin1');
    const records = splitRecords(Buffer.concat([Buffer.from('ü\0'), bytes]));
    expect(records[0]).toBe('ü');
    expect(records[2]).toEqual(Buffer.from('latin1: \xfc', 'latin1'));
  });

  it('are the bytes git wrote, whatever they are', () => {
    const record = fc
      .uint8Array({ maxLength: 20 })
      .map((bytes) => Buffer.from(bytes.map((byte) => byte || 1)));
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), (written) => {
        const joined = Buffer.concat(written.flatMap((bytes) => [bytes, Buffer.of(0)])).subarray(0, -1);
        const read = splitRecords(joined).map((bytes) => Buffer.from(bytes));
        expect(read).toEqual(written);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
