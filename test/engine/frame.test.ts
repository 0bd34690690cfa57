import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from '../../src/core/finding.ts';
import { BlobScan, scanText } from '../../src/engine/blob-scan.ts';
import { compileRules } from '../../src/engine/compile.ts';
import { FRAME_AFTER, FRAME_BEFORE } from '../../src/engine/frame.ts';
import { makeRule } from '../support/rules.ts';
import { expand, listPieces } from '../support/secrets.ts';

const ruleset = compileRules([
  makeRule('key', `keywords = ["key_"]\npattern = '(?<secret>key_[A-Za-z0-9]{8,24})'`),
  makeRule('any', `confidence = "low"\nkeywords = ["any="]\npattern = 'any=(?<secret>[A-Za-z0-9_]{8,40})'`),
]);

const scan = (text: string) => scanText(text, { ruleset, path: 'f', drawsFrames: true });

function frameOf(template: string): string {
  return scan(expand(template, 'frame'))[0]!.frame!.text;
}

describe('a frame shows', () => {
  test.each([
    ['the line of the secret', 'a\nx = <alnum:4> key_<hex:12>; // y\nb', /^x = \w{4} \*{8}; \/\/ y$/],
    ['the last of short lines', 'a\nb\nx = key_<hex:12>\nc\nd', /^x = \*{8}$/],
    ['a line alone', 'key_<hex:12>', /^\*{8}$/],
    ['no line end of CRLF', 'a\r\nx = key_<hex:12>\r\nb', /^x = \*{8}$/],
    ['both of two secrets masked', 'key_<hex:12>, key_<hex:12>.', /^\*{8}, \*{8}\.$/],
    ['two secrets side by side masked', 'key_<hex:24>key_<hex:12>', /^\*{8}\*{8}$/],
    ['what a less sure rule matched round it masked', 'any=xkey_<hex:12>_tail', /^any=\*{8}$/],
    ['a tab as a blank', '\tx\tkey_<hex:12>', /^ x \*{8}$/],
    ['control characters as their pictures', '\u001b[31m\u0007key_<hex:12>\u0001', /^␛\[31m␇\*{8}␁$/],
    ['what reverses text as a mark', '\u202ekey_<hex:12>\u2066', /^�\*{8}�$/],
    ['characters of any script whole', '鍵😀 é key_<hex:12> ключ', /^鍵😀 é \*{8} ключ$/],
  ])('%s', (_, template, frame) => {
    expect(frameOf(template)).toMatch(frame);
  });

  test('no more of a long line than it may on either side', () => {
    const frame = frameOf(`${'<alnum:500>'}=key_<hex:12>=${'<alnum:500>'}`);
    expect(frame).toHaveLength(FRAME_BEFORE + 8 + FRAME_AFTER);
    expect([FRAME_BEFORE, FRAME_AFTER]).toEqual([80, 40]);
  });

  test('nothing for a secret just outside of it', () => {
    const [before, after] = ['.'.repeat(FRAME_BEFORE), '.'.repeat(FRAME_AFTER)];
    const text = expand(`key_<hex:12>${before}key_<hex:12>${after}key_<hex:12>`, 'outside');
    expect(scan(text)[1]!.frame!.text).toBe(`${before}********${after}`);
  });
});

test('the mask stands where the frame says', () => {
  for (const template of ['key_<hex:12>', 'ab key_<hex:9> key_<hex:12>', '😀 é key_<hex:12>;']) {
    for (const { frame } of scan(expand(template, 'mask')))
      expect(frame!.text.slice(frame!.maskStart, frame!.maskEnd)).toBe('********');
  }
});

test('each of two secrets on a line has a frame with its own mask', () => {
  const starts = scan(expand('a key_<hex:12> b key_<hex:12> c', 'two')).map(({ frame }) => frame!.maskStart);
  expect(starts).toEqual([2, 13]);
});

describe('a secret cut by the edge of a frame is masked there', () => {
  test.each([
    ['before', (gap: string) => `key_<hex:24>${gap}key_<hex:12>`],
    ['after', (gap: string) => `key_<hex:12>${gap}key_<hex:24>`],
  ])('%s', (_, place) => {
    for (let length = 1; length <= FRAME_BEFORE + 5; length++) {
      const text = expand(place('.'.repeat(length)), length);
      const frames = scan(text).map(({ frame }) => frame!.text.replaceAll('********', ''));
      expect(frames.join('')).not.toMatch(/[^.]/);
    }
  });
});

test('a blob scanned without frames has none', () => {
  const [match] = scanText(expand('key_<hex:12>', 1), { ruleset, path: 'f', drawsFrames: false });
  expect(match!.frame).toBeUndefined();
});

describe('frames of a blob in chunks', () => {
  const unit = fc.constantFrom(
    'key_<hex:9>',
    'key_<hex:24>',
    'any=<hex:30>',
    'any=key_<hex:8>_',
    ' ',
    '\n',
    '鍵',
    '; text ',
    '.'.repeat(70),
    `${'.'.repeat(120)}\n`,
  );
  const blobs = fc
    .tuple(fc.array(unit, { maxLength: 40 }), fc.integer({ max: 1e6 }))
    .map(([parts, seed]) => `${'-'.repeat(79)}\n`.repeat(105) + expand(parts.join(''), seed));
  const cuts = fc.array(fc.integer({ min: 1, max: 400 }), { maxLength: 12 });

  test('are those of the blob whole, hold no piece of any secret, and change no match', () => {
    fc.assert(
      fc.property(blobs, cuts, (text, lengths) => {
        const whole = scan(text);
        expect(scanInChunks(text, lengths)).toEqual(whole);
        expect(whole.map(withoutFrame)).toEqual(scanText(text, { ruleset, path: 'f', drawsFrames: false }));
        const shown = whole.map(({ frame }) => frame!.text).join('\n');
        for (const { text: secret } of whole)
          expect(listPieces(secret, 8).filter((piece) => shown.includes(piece))).toEqual([]);
      }),
      { seed: 20_261_121, numRuns: 400 },
    );
  });
});

function scanInChunks(text: string, lengths: readonly number[]): readonly Match[] {
  const blob = Buffer.from(text);
  const blobScan = new BlobScan({ ruleset, path: 'f', drawsFrames: true });
  const found: Match[] = blobScan.write(blob.subarray(0, 8200), false);
  let from = Math.min(8200, blob.length);
  for (const length of lengths) {
    found.push(...blobScan.write(blob.subarray(from, from + length), false));
    from += length;
  }
  return [...found, ...blobScan.write(blob.subarray(from), true)];
}

function withoutFrame({ frame: _, ...match }: Match): Omit<Match, 'frame'> {
  return match;
}
