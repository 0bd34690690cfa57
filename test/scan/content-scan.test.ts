import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { defaultLimits } from '../../src/archives/limits.ts';
import { joinEntryPath } from '../../src/core/entry-path.ts';
import type { Match } from '../../src/core/finding.ts';
import { BlobScan } from '../../src/engine/blob-scan.ts';
import { compileRules } from '../../src/engine/compile.ts';
import { builtinRules } from '../../src/rules/builtin.ts';
import { ContentScan, type ContentTally } from '../../src/scan/content-scan.ts';
import { loadUnpacker, UnpackerNeeded } from '../../src/scan/load-unpacker.ts';
import { createDice, type Dice } from '../fuzz/dice.ts';
import { makeTar, makeZip } from '../support/archives.ts';
import { makeRandomArchive } from '../support/random-archives.ts';
import { makeRule } from '../support/rules.ts';
import { expand } from '../support/secrets.ts';

const ruleset = compileRules(builtinRules, { markSyntaxes: ['invguard'], decodes: true });
const key = (seed: string) => expand('invoance_live_<alnum:24>', seed);

interface Scanned extends ContentTally {
  readonly matches: readonly Match[];
}

interface ScanPlan {
  readonly path?: string;
  readonly rules?: typeof ruleset;
  readonly pieceLength?: number;
  readonly countBytes?: (byteCount: number) => void;
}

function scan(
  bytes: Buffer,
  { path = 'a', rules = ruleset, pieceLength = bytes.length, countBytes }: ScanPlan = {},
): Scanned {
  const tally: ContentTally = {
    archives: { archiveCount: 0, entryCount: 0, byteCount: 0 },
    problems: [],
    faultyMarks: [],
  };
  const content = new ContentScan({
    ruleset: rules,
    path,
    drawsFrames: false,
    archiveLimits: defaultLimits,
    ...(countBytes && { countBytes }),
  });
  const matches: Match[] = [];
  for (let from = 0; ; from += pieceLength) {
    const isLast = from + pieceLength >= bytes.length;
    matches.push(...content.write(bytes.subarray(from, from + pieceLength), isLast));
    if (isLast) break;
  }
  content.addTo(tally);
  return { matches, ...tally };
}

function scanAlone(bytes: Buffer, path: string): readonly Match[] {
  return new BlobScan({ ruleset, path, drawsFrames: false }).write(bytes, true);
}

const show = ({ rule, text, entry, span }: Match) => `${entry} ${span.startOffset} ${rule.id} ${text}`;

test('an archive is not touched before the room is loaded, and its bytes may be given again', async () => {
  const content = new ContentScan({ ruleset, path: 'a', drawsFrames: false, archiveLimits: defaultLimits });
  const zip = makeZip([{ name: 'x', content: key('again') }]);
  content.write(zip.subarray(0, 100), false);
  expect(() => content.write(zip.subarray(100), true)).toThrow(UnpackerNeeded);
  await loadUnpacker();
  expect(content.write(zip.subarray(100), true).map(({ entry }) => entry)).toEqual(['x']);
});

describe('when the room is loaded', () => {
  beforeAll(loadUnpacker);

  test('what is found in archives by chance is what is found in each of their files', () => {
    let foundCount = 0;
    for (let number = 0; number < 120; number++) {
      const dice = createDice(`content ${number}`);
      const { name, bytes, files } = makeRandomArchive({ dice, depth: 3, makeContent });
      const expected = files.flatMap(([entry, content]) =>
        scanAlone(content, joinEntryPath(name, entry)).map((match) => show({ ...match, entry })),
      );
      const { matches } = scan(bytes, { path: name, pieceLength: dice.pick([200, 5_000, bytes.length]) });
      expect(matches.map(show).sort(), `${number}`).toEqual(expected.sort());
      foundCount += expected.length;
    }
    expect(foundCount).toBeGreaterThan(100);
  });

  test('what only the archive itself says is found in it', () => {
    const zip = makeZip([{ name: 'x', content: key('inside'), isStored: true }], `comment ${key('outside')}`);
    const { matches } = scan(zip);
    expect(matches.map(({ entry, text }) => [entry, text])).toEqual([
      ['x', key('inside')],
      [undefined, key('outside')],
    ]);
    expect(matches[1]!.span.startOffset).toBe(zip.indexOf(key('outside')));
  });

  test('a secret many times in what cannot be read is told each time', () => {
    const content = `${key('locked')} `.repeat(2_500);
    const { matches } = scan(makeZip([{ name: 'x', content, isStored: true, isEncrypted: true }]), {
      pieceLength: 9_000,
    });
    expect(matches).toHaveLength(2_500);
    expect(new Set(matches.map(({ entry }) => entry))).toEqual(new Set([undefined]));
  });

  test('marks are those of the entries, once', () => {
    const content = `${key('marked')} invguard:allow -- why\ninvguard:allow nothing-here -- why\n`;
    const { matches, faultyMarks } = scan(makeTar([{ name: 'x.js', content }]), { path: 'a.tar' });
    expect(matches.map(({ mark }) => mark?.line)).toEqual([1]);
    expect(faultyMarks.map(({ path, mark }) => [path, mark.line])).toEqual([['a.tar!/x.js', 2]]);
  });

  test('rules bound to paths go by the paths of entries, and of the archives they lie in', () => {
    const bound = (bounds: string) =>
      compileRules([makeRule('bound', `keywords = ["key"]\npattern = '(?<secret>key[ab]{6})'\n${bounds}`)]);
    const zip = makeZip([{ name: 'x/a.txt', content: 'keyababab' }]);
    const find = (bounds: string) => scan(zip, { path: 'd/a.zip', rules: bound(bounds) }).matches.length;
    expect(find('')).toBe(1);
    expect(find('paths = ["**/*.txt"]')).toBe(1);
    expect(find('paths = ["d/*.zip"]')).toBe(1);
    expect(find('paths = ["**/*.md"]')).toBe(0);
    expect(find('exclude_paths = ["**/*.txt"]')).toBe(0);
    expect(find('exclude_paths = ["d/*.zip"]')).toBe(0);
    expect(find('exclude_paths = ["x/**"]')).toBe(1);
  });

  test('bytes of entries are counted before they are searched, and the count may end it', () => {
    const counts: number[] = [];
    const bytes = gzipSync(makeTar([{ name: 'x', content: Buffer.alloc(200_000) }]));
    expect(scan(bytes, { countBytes: (count) => counts.push(count) }).archives).toEqual({
      archiveCount: 2,
      entryCount: 1,
      byteCount: 200_000,
    });
    expect(counts.reduce((sum, count) => sum + count)).toBe(200_000);
    const stop = () => {
      throw new Error('enough');
    };
    expect(() => scan(bytes, { countBytes: stop })).toThrow('enough');
  });

  test('problems tell the archive, the first entry at fault and how many more are', () => {
    const locked = ['a', 'b', 'c'].map((name) => ({ name, content: 'x', isEncrypted: true }));
    expect(scan(makeZip(locked), { path: 'p/x.zip' }).problems).toEqual([
      {
        code: 'archive-unreadable',
        subject: 'p/x.zip',
        detail: 'a in it: it is encrypted (and 2 more like it)',
        remedy: expect.stringContaining('--exclude'),
        isIncomplete: true,
      },
    ]);
  });
});

/** Text with a key, settings without a prefix, or neither. */
function makeContent(dice: Dice): Buffer {
  const filler = 'some text\n'.repeat(dice.pick([0, 3, 80, 9_000]));
  const seed = String(dice.draw(1e9));
  const text = dice.pick([`k = "${key(seed)}"`, `DB_PASSWORD=${expand('<alnum:24>', seed)}`, 'nothing']);
  return Buffer.from(`${filler}${text}\n${dice.isOneIn(2) ? filler : ''}`);
}
