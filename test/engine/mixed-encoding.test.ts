import { describe, expect, it } from 'vitest';

import { BlobScan } from '../../src/engine/blob-scan.ts';
import { compileRules } from '../../src/engine/compile.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { expand } from '../support/secrets.ts';

const ruleset = compileRules(builtinRules);
const first = expand('INVOANCE_API_KEY=invoance_live_<alnum:24>\n', 'first');
const second = expand('INVENT_API_KEY=<alnum:40>\n', 'second');
const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const bigEndian = (text: string) => utf16(text).swap16();
const byteOrderMark = '\ufeff';

/** The secrets found, as they stand after the `=`. */
function search(...parts: readonly Uint8Array[]): readonly string[] {
  const scan = new BlobScan({ ruleset, path: 'settings.txt', drawsFrames: false });
  return scan.write(Buffer.concat(parts), true).map(({ text }) => text);
}

const secrets = [first, second].map((line) => line.trim().split('=')[1]!);

describe('a file that two shells appended to', () => {
  it.each([
    ['UTF-16 with a mark, then ASCII', [utf16(byteOrderMark + first), Buffer.from(second)]],
    ['UTF-16 without a mark, then ASCII', [utf16(first), Buffer.from(second)]],
    ['big endian UTF-16 with a mark, then ASCII', [bigEndian(byteOrderMark + first), Buffer.from(second)]],
    [
      'ASCII, then UTF-16 at an even offset',
      [Buffer.from(`${first}\n`.slice(0, (first.length + 1) & ~1)), utf16(second)],
    ],
  ])('has its secrets found in both parts: %s', (_, parts) => {
    expect([...search(...parts)].sort()).toEqual([...secrets].sort());
  });
});
