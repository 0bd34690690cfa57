import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type ArchiveFormat, SNIFF_LENGTH, sniffArchive } from '../../src/archives/sniff-archive.ts';
import { makeTar, makeZip } from '../support/archives.ts';

const tar = (isOld: boolean) => makeTar([{ name: 'a', content: 'a', isOld }]).subarray(0, SNIFF_LENGTH);

/** Changes a byte that is part of nothing but the sum. */
function spoilSum(header: Buffer): Buffer {
  const spoiled = Buffer.from(header);
  spoiled[120] = spoiled[120]! ^ 1;
  return spoiled;
}

/** Text with spaces and digits where a tar has its sum. */
const table = Buffer.from('name            0001234 \n'.repeat(40)).subarray(0, SNIFF_LENGTH);

describe('the first bytes tell', () => {
  test.each<[string, Buffer, ArchiveFormat | undefined]>([
    ['a gzip', gzipSync('x'), 'gzip'],
    ['a zip', makeZip([{ name: 'a', content: 'a' }]), 'zip'],
    ['a zip without entries', makeZip([]), 'zip'],
    ['a tar', tar(false), 'tar'],
    ['a tar of before 1988', tar(true), 'tar'],
    ['a tar with a wrong sum', spoilSum(tar(false)), 'tar'],
    ['an old tar with a wrong sum', spoilSum(tar(true)), undefined],
    ['a tar that is cut in its first header', tar(false).subarray(0, 511), undefined],
    ['zeros', Buffer.alloc(SNIFF_LENGTH), undefined],
    ['text in columns', table, undefined],
    ['text', Buffer.alloc(SNIFF_LENGTH, 'PK is a text '), undefined],
    ['nothing', Buffer.alloc(0), undefined],
    ['the directory of a zip', Buffer.from('PK\x01\x02', 'latin1'), undefined],
    ['a gzip of an unknown method', Buffer.from([0x1f, 0x8b, 7]), undefined],
  ])('%s', (_, head, format) => {
    expect(sniffArchive(head)).toBe(format);
  });

  test('text in columns is looked at for its sum', () => {
    expect(table.toString('latin1', 148, 156)).toMatch(/^[ 0]*[0-7]* /);
  });
});
