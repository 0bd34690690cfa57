import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/core/finding.ts';
import type { Rule } from '../../src/core/rule.ts';
import { BlobScan, holdsNothing, scanText } from '../../src/engine/blob-scan.ts';
import { compileRules } from '../../src/engine/compile.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { searchWhole } from '../support/oracle.ts';
import { makeRule } from '../support/rules.ts';
import { expand } from '../support/secrets.ts';

const rules: readonly Rule[] = [
  makeRule('plain', `binary = true\nkeywords = ["key"]\npattern = '(?<secret>key[ab]{1,6})'`),
  makeRule(
    'line',
    `binary = true\nconfidence = "low"\nkeywords = ["tok"]\npattern = '^[ab]{0,3}tok=(?<secret>[abk]{1,5})$'`,
  ),
  makeRule(
    'ahead',
    `binary = true\nconfidence = "medium"\nkeywords = ["tok"]\npattern = '(?<secret>tok[ab]{1,3})(?=[ab]{0,2}::)'`,
  ),
  makeRule(
    'near',
    `binary = true\nkeywords = ["key"]\npattern = 'key:(?<secret>[ab]{1,3})'\nnear = [{ pattern = "host", mode = "require", lines = 1, bytes = 40 }]`,
  ),
];
const ruleset = compileRules(rules);

const parts = fc.array(
  fc.oneof(
    {
      weight: 12,
      arbitrary: fc.constantFrom(
        'key',
        'keya',
        'tok',
        'tok=',
        'a',
        'b',
        '::',
        ':',
        ' ',
        '\n',
        '\r\n',
        'host',
        'z',
      ),
    },
    { weight: 2, arbitrary: fc.constantFrom('é', '鍵', '😀') },
    { weight: 2, arbitrary: fc.integer({ min: 1, max: 5000 }).map((length) => 'z '.repeat(length)) },
  ),
  { maxLength: 70 },
);
const texts = parts.map((pieces) => pieces.join(''));
const cuts = fc.array(fc.integer({ min: 0, max: 5000 }), { maxLength: 10 });

interface Seen {
  readonly ruleId: string;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly line: number;
  readonly column: number;
  readonly text: string;
}

function scanInChunks(
  blob: Uint8Array,
  lengths: readonly number[],
  as = { ruleset, path: 'f' },
): readonly Seen[] {
  const scan = new BlobScan({ ...as, drawsFrames: false });
  const found: Match[] = [];
  let from = 0;
  for (const length of lengths) {
    found.push(...scan.write(blob.subarray(from, from + length), false));
    from += length;
  }
  found.push(...scan.write(blob.subarray(from), true));
  return found.map(({ rule, span, start, text }) => ({ ruleId: rule.id, ...span, ...start, text }));
}

/** What the oracle finds in a text whose characters are `width` bytes each and start at `base`. */
function expectIn(text: string, { width, base }: { width: number; base: number }): readonly Seen[] {
  const decode = (piece: string) => (width === 1 ? Buffer.from(piece, 'latin1').toString() : piece);
  return searchWhole(text, rules).map(({ ruleId, startOffset, endOffset, line }) => ({
    ruleId,
    startOffset: base + startOffset * width,
    endOffset: base + endOffset * width,
    line,
    column: decode(text.slice(text.lastIndexOf('\n', startOffset - 1) + 1, startOffset)).length + 1,
    text: decode(text.slice(startOffset, endOffset)),
  }));
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const latin1 = (text: string) => Buffer.from(text).toString('latin1');
/** Enough of ASCII that UTF-16 without a mark is told. */
const ASCII_HEAD = '# a comment\n'.repeat(700);

const encodings = {
  'UTF-8': {
    encode: (text: string) => Buffer.from(text),
    expect: (text: string) => expectIn(latin1(text), { width: 1, base: 0 }),
  },
  'UTF-8 with a mark': {
    encode: (text: string) => Buffer.from(`\ufeff${text}`),
    expect: (text: string) => expectIn(latin1(text), { width: 1, base: 3 }),
  },
  'UTF-16 LE with a mark': {
    encode: (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le'),
    expect: (text: string) => expectIn(text, { width: 2, base: 2 }),
  },
  'UTF-16 BE with a mark': {
    encode: (text: string) => utf16be(`\ufeff${text}`),
    expect: (text: string) => expectIn(text, { width: 2, base: 2 }),
  },
  'UTF-16 LE without a mark': {
    encode: (text: string) => Buffer.from(ASCII_HEAD + text, 'utf16le'),
    expect: (text: string) => expectIn(ASCII_HEAD + text, { width: 2, base: 0 }),
  },
  'UTF-16 BE without a mark': {
    encode: (text: string) => utf16be(ASCII_HEAD + text),
    expect: (text: string) => expectIn(ASCII_HEAD + text, { width: 2, base: 0 }),
  },
};

describe.each(Object.entries(encodings))('a blob in %s', (_, encoding) => {
  test('has in chunks exactly the matches of the slow oracle on the whole, to the byte', () => {
    fc.assert(
      fc.property(texts, cuts, (text, lengths) => {
        const [blob, expected] = [encoding.encode(text), encoding.expect(text)];
        expect(scanInChunks(blob, lengths)).toEqual(expected);
        if (expected.length > 0) expect(holdsNothing(blob, { ruleset, path: 'f' })).toBe(false);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });
});

/** Columns of what is no text mean nothing, and views come one after the other in each chunk. */
function sortPlaces(all: readonly Seen[]): readonly Omit<Seen, 'column'>[] {
  return all
    .map(({ column: _, ...place }) => place)
    .sort((a, b) => a.startOffset - b.startOffset || a.endOffset - b.endOffset);
}

describe('a binary', () => {
  /** So many zeros on both sides that it is no UTF-16, whatever follows. */
  const HEAD = new Uint8Array(400);
  const piece = fc.oneof(
    texts.map((text) => Buffer.from(text.slice(0, 300))),
    texts.map((text) => Buffer.from(text.slice(0, 300), 'utf16le')),
    texts.map((text) => utf16be(text.slice(0, 300))),
    fc.uint8Array({ maxLength: 60 }),
    fc.integer({ max: 6000 }).map((length) => new Uint8Array(Math.max(0, length))),
  );
  const blobs = fc.array(piece, { maxLength: 12 }).map((pieces) => Buffer.concat([HEAD, ...pieces]));

  test('has in chunks exactly the matches of each of its views', () => {
    fc.assert(
      fc.property(blobs, cuts, (blob, lengths) => {
        const view = (from: number) => blob.subarray(from, from + 2 * Math.floor((blob.length - from) / 2));
        const expected = [
          ...expectIn(blob.toString('latin1'), { width: 1, base: 0 }),
          ...expectIn(view(0).toString('utf16le'), { width: 2, base: 0 }),
          ...expectIn(view(1).toString('utf16le'), { width: 2, base: 1 }),
        ];
        expect(sortPlaces(scanInChunks(blob, lengths))).toEqual(sortPlaces(expected));
        if (expected.length > 0) expect(holdsNothing(blob, { ruleset, path: 'f' })).toBe(false);
      }),
      { seed: 20_261_121, numRuns: 300 },
    );
  });

  test('is read by rules for binaries only', () => {
    const both = compileRules([
      rules[0]!,
      makeRule('text', `keywords = ["tok"]\npattern = '(?<secret>tok[ab]{1,6})'`),
    ]);
    const ids = (text: string) =>
      scanText(text, { ruleset: both, path: 'f', drawsFrames: false }).map(({ rule }) => rule.id);
    expect(ids('keyab tokab')).toEqual(['plain', 'text']);
    expect(ids('\0\0\0keyab tokab')).toEqual(['plain']);
  });
});

describe('a file of settings', () => {
  const as = {
    path: '.env',
    ruleset: compileRules([
      makeRule(
        'setting',
        `variable = '^key$'\nformats = ["dotenv"]\npattern = '(?<secret>[a-z]{4,9})'\nexclude = ['^none']`,
      ),
      makeRule(
        'near',
        `variable = '^token$'\nformats = ["dotenv"]\npattern = 'tok_(?<secret>[ab]{1,5})'\nnear = [{ pattern = "host", mode = "require", lines = 1, bytes = 40 }]`,
      ),
    ]),
  };
  const line = fc.oneof(
    {
      weight: 8,
      arbitrary: fc.constantFrom(
        'KEY=abcd',
        'KEY="host"',
        'KEY=abc',
        'KEY=none',
        'KEY=é',
        'OTHER=abcd',
        'TOKEN=tok_ab',
        '# host',
        '',
      ),
    },
    { weight: 1, arbitrary: fc.integer({ min: 1, max: 300 }).map((length) => 'KEY=abcd #'.padEnd(length)) },
  );
  const shortCuts = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 40 });
  const settings = fc.array(line, { maxLength: 40 }).map((lines) => ASCII_HEAD + lines.join('\n'));
  const findSettings = (text: string) =>
    [...text.matchAll(/^KEY="?(?<value>(?!none)[a-z]{4,9})"?(?: #.*)?$/dgm)].map(
      (match) => match.indices!.groups!['value'],
    );

  test('has in chunks exactly the values that it has whole', () => {
    fc.assert(
      fc.property(settings, shortCuts, (text, lengths) => {
        const blob = Buffer.from(text);
        const seen = scanInChunks(blob, [ASCII_HEAD.length, ...lengths], as);
        expect(seen).toEqual(scanInChunks(blob, [], as));
        expect(
          seen.filter(({ ruleId }) => ruleId === 'setting').map((one) => [one.startOffset, one.endOffset]),
        ).toEqual(findSettings(latin1(text)));
      }),
      { seed: 20_261_122, numRuns: 500 },
    );
  });

  test.each([
    ["KEY='x\nabcd\ny'", ['abcd']],
    ["KEY='abcd\nefgh'", ['abcd']],
    ["KEY='x\nabcd y'", []],
    ["KEY='abcd efgh'", []],
    ["KEY='abcd\nefgh\n'", []],
  ])('has of the value in %j the first whole line that is one: %j', (text, values) => {
    expect(scanInChunks(Buffer.from(text), [], as).map(({ text: found }) => found)).toEqual(values);
  });

  test('has a short private key by its first line', () => {
    const line = expand('<base64:64>', 'private key');
    const text = `TLS_PRIVATE_KEY="-----BEGIN KEY-----\n${line}\n-----END KEY-----\n"\n`;
    const builtin = { path: '.env', ruleset: compileRules(builtinRules) };
    expect(scanInChunks(Buffer.from(text), [], builtin)).toMatchObject([
      { ruleId: 'dotenv-secret', line: 2, column: 1, text: line },
    ]);
  });

  test('has a value only where its context is', () => {
    const near = 'KEY=abcd\nTOKEN=tok_ab\n# host\n';
    const seen = (text: string) => scanInChunks(Buffer.from(text), [], as).map(({ text: found }) => found);
    expect(seen(near)).toEqual(['abcd', 'ab']);
    expect(seen(near.replace('host', 'coast'))).toEqual(['abcd']);
  });
});

describe('that a blob holds nothing is told without a search', () => {
  const builtin = compileRules(builtinRules, { markSyntaxes: ['invguard'], decodes: true });
  const key = expand('invoance_live_<alnum:24>', 'blob');
  const utf16le = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  test.each<[string, Buffer, string, boolean]>([
    ['a text', Buffer.from('const a = 1;\n'), 'a.js', true],
    ['nothing', Buffer.alloc(0), 'a.js', true],
    ['a binary', Buffer.from('\0\x01\x02'), 'a.bin', true],
    ['a text with a key', Buffer.from(`a = ${key}`), 'a.js', false],
    ['a text with a key in base64', Buffer.from(base64(`a = ${key}`)), 'a.js', false],
    ['a text in UTF-16', utf16le(`a = ${key}`), 'a.js', false],
    ['a text in UTF-16 that begins with one in base64', utf16le(base64(key)), 'a.js', false],
    ['a text in UTF-16 with a mark', utf16le('#invguard:allow'), 'a.js', false],
    ['a text in UTF-16 with a piece of a name', utf16le('is invented'), 'a.js', true],
    ['settings, and a zero byte far behind', Buffer.from(`${'A=1\n'.repeat(2000)}\0`), '.env', false],
    ['a binary with a key in UTF-16', Buffer.from(`\x01\x02${key}`, 'utf16le'), 'a.bin', false],
    ['a text with a mark', Buffer.from('// invguard:allow\n'), 'a.js', false],
    ['settings, whatever they are', Buffer.from('A=1\n'), '.env', false],
    ['a binary, whatever its name', Buffer.alloc(9), '.env', true],
  ])('%s', (_, blob, path, expected) => {
    expect(holdsNothing(blob, { ruleset: builtin, path })).toBe(expected);
  });

  test('where nothing is decoded, and where no rule is', () => {
    const blob = Buffer.from(base64(key));
    for (const all of [builtinRules, []])
      expect(holdsNothing(blob, { ruleset: compileRules(all), path: 'a.js' })).toBe(true);
    expect(holdsNothing(Buffer.from(key), { ruleset: compileRules(builtinRules), path: 'a.js' })).toBe(false);
  });
});

test('an empty blob has no match', () => {
  expect(scanInChunks(new Uint8Array(0), [])).toEqual([]);
  expect(scanInChunks(new Uint8Array(0), [0, 0])).toEqual([]);
});

test('a chunk may be overwritten after it was given', () => {
  const scan = new BlobScan({ ruleset, path: 'f', drawsFrames: false });
  const chunk = Buffer.from('z keya');
  const found = [...scan.write(chunk, false)];
  chunk.fill('x');
  found.push(...scan.write(Buffer.from('bb z'), true));
  expect(found.map(({ text }) => text)).toEqual(['keyabb']);
});

test('settings are found in every chunk', () => {
  const rule = makeRule(
    'setting',
    `variable = '^key$'\nformats = ["dotenv"]\npattern = '(?<secret>[a-z]{4,9})'`,
  );
  const scan = new BlobScan({ ruleset: compileRules([rule]), path: '.env', drawsFrames: false });
  const comments = '# a comment\n'.repeat(10_000);
  const chunks = ['abcd', 'efgh', 'ijkl'].map((value) => Buffer.from(`${comments}key=${value} # of ours\n`));
  const found = chunks.flatMap((chunk, index) => scan.write(chunk, index === 2));
  expect(found.map(({ text }) => text)).toEqual(['abcd', 'efgh', 'ijkl']);
});
