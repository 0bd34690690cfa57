import { describe, expect, test } from 'vitest';
import type { CompiledNear } from '../../src/engine/compile.ts';
import { hasContext } from '../../src/engine/near.ts';

/** `[[…]]` marks the match in a text. */
function judge(marked: string, ...contexts: readonly Partial<CompiledNear>[]): boolean {
  const startOffset = marked.indexOf('[[');
  const endOffset = marked.indexOf(']]') - 2;
  const text = marked.replace('[[', '').replace(']]', '');
  const whole = contexts.map((near) => ({
    pattern: /host/,
    ignoreCase: false,
    mode: 'require' as const,
    bytes: 100,
    ...near,
  }));
  return hasContext(text, { startOffset, endOffset }, whole);
}

describe('a required context', () => {
  test.each([
    ['before the match', 'host [[key]]', {}, true],
    ['after the match', '[[key]] host', {}, true],
    ['in the match', '[[a-host-b]]', {}, true],
    ['across the match', 'ho[[s]]t', {}, true],
    ['nowhere', '[[key]]', {}, false],
    ['just within the bytes before', 'host..[[key]]', { bytes: 6 }, true],
    ['one byte too far before', 'host...[[key]]', { bytes: 6 }, false],
    ['just within the bytes after', '[[key]]..host', { bytes: 6 }, true],
    ['one byte too far after', '[[key]]...host', { bytes: 6 }, false],
    ['on the own line for 0 lines', 'host [[key]]', { lines: 0 }, true],
    ['after it on the own line for 0 lines', 'x\n[[key]] host\n', { lines: 0 }, true],
    ['one line above for 0 lines', 'host\n[[key]]', { lines: 0 }, false],
    ['one line below for 0 lines', '[[key]]\nhost', { lines: 0 }, false],
    ['one line above for 1 line', 'host\n[[key]]', { lines: 1 }, true],
    ['one line below for 1 line', '[[key]]\nhost', { lines: 1 }, true],
    ['two lines above for 1 line', 'host\n\n[[key]]', { lines: 1 }, false],
    ['two lines below for 1 line', '[[key]]\n\nhost', { lines: 1 }, false],
    ['two lines above for 2 lines', 'host\n\n[[key]]', { lines: 2 }, true],
    ['right behind it, with a line that ends', '[[key]]host\n', { lines: 0 }, true],
    ['on the first line of a text for 2 lines', '\nhost\n[[key]]', { lines: 2 }, true],
    ['above an empty first line for 3 lines', '\nhost\n[[key]]', { lines: 3 }, true],
    ['right at the start of the own line', 'x\nhost[[key]]', { lines: 0 }, true],
    ['one of two lines above for 2 lines', 'host\nx [[key]]', { lines: 2 }, true],
    ['in the break before the own line', 'x\ny[[key]]', { lines: 0, pattern: /\n/ }, false],
    ['on the last line of a match of two', '[[key\nkey]] host', { lines: 0 }, true],
    ['within the lines, too far in bytes', `host${'.'.repeat(200)}[[key]]`, { lines: 3 }, false],
    ['in another case', 'HOST [[key]]', {}, false],
  ] as const)('that stands %s', (_, marked, near, isThere) => {
    expect(judge(marked, near)).toBe(isThere);
  });
});

test('a forbidden context is the opposite of a required one', () => {
  for (const marked of ['host [[key]]', '[[key]]', 'host...[[key]]', 'host\n[[key]]']) {
    for (const near of [{}, { bytes: 6 }, { lines: 0 }])
      expect(judge(marked, { ...near, mode: 'forbid' })).toBe(!judge(marked, near));
  }
});

test('every context has to hold', () => {
  const other = { pattern: /port/ };
  expect(judge('host port [[key]]', {}, other)).toBe(true);
  expect(judge('host [[key]]', {}, other)).toBe(false);
  expect(judge('host [[key]]', {}, { ...other, mode: 'forbid' })).toBe(true);
  expect(judge('host port [[key]]', {}, { ...other, mode: 'forbid' })).toBe(false);
});

test('no context asked for is a context that holds', () => {
  expect(judge('[[key]]')).toBe(true);
});
