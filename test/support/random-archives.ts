// Archives by chance, one in the other, with the list of what they hold: the oracle of whoever reads them.
import { deflateSync, gzipSync } from 'node:zlib';
import type { Dice } from '../fuzz/dice.ts';
import { makeTar, makeZip, type ZipEntry } from './archives.ts';

export interface RandomArchive {
  /** What a file with these bytes would be called. */
  readonly name: string;
  readonly bytes: Buffer;
  /** The files in it by their paths, in order. */
  readonly files: readonly (readonly [path: string, content: Buffer])[];
  /** With those in it. */
  readonly archiveCount: number;
}

export interface ArchivePlan {
  readonly dice: Dice;
  /** No archive lies deeper. */
  readonly depth: number;
  readonly makeContent: (dice: Dice) => Buffer;
}

interface Part {
  readonly name: string;
  readonly content: Buffer;
  /** In paths, where the part is an archive. */
  readonly inner: RandomArchive | undefined;
}

const MOST_PARTS = 5;
const names = [
  'a.txt',
  '.env',
  'src/b.js',
  './c',
  'x/../d',
  'ünï.md',
  'e e',
  'f\ng',
  '/abs',
  'deep/'.repeat(15),
];

export function makeRandomArchive(plan: ArchivePlan): RandomArchive {
  const format = plan.dice.pick(['zip', 'tar', 'tgz', 'gz'] as const);
  if (format === 'gz') return makeRandomGzip(plan);
  const parts = Array.from({ length: plan.dice.draw(MOST_PARTS) }, (_, index) => makePart(plan, index));
  // An empty tar is but zeros.
  if (format !== 'zip' && parts.length === 0)
    parts.push({ name: 'only', content: Buffer.from('x'), inner: undefined });
  const archiveCount = parts.reduce((sum, { inner }) => sum + (inner?.archiveCount ?? 0), 1);
  const files = parts.flatMap(({ name, content, inner }) =>
    inner
      ? inner.files.map(([path, bytes]) => [`${clean(name)}!/${path}`, bytes] as const)
      : [[clean(name), content] as const],
  );
  if (format === 'zip') return { name: 'z.zip', bytes: packZip(parts, plan.dice), files, archiveCount };
  const tar = makeTar(parts, { hasEnd: !plan.dice.isOneIn(4) });
  if (format === 'tar') return { name: 't.tar', bytes: tar, files, archiveCount };
  return { name: 't.tgz', bytes: packGzip(tar, plan.dice), files, archiveCount: archiveCount + 1 };
}

function makeRandomGzip(plan: ArchivePlan): RandomArchive {
  const content = plan.makeContent(plan.dice);
  return {
    name: 'g.txt.gz',
    bytes: packGzip(content, plan.dice),
    files: [['g.txt', content]],
    archiveCount: 1,
  };
}

function makePart({ dice, depth, makeContent }: ArchivePlan, index: number): Part {
  if (depth > 1 && dice.isOneIn(3)) {
    const inner = makeRandomArchive({ dice, depth: depth - 1, makeContent });
    return { name: `${index}/${inner.name}`, content: inner.bytes, inner };
  }
  return {
    name: dice.isOneIn(4) ? dice.pick(names).replace(/\/$/, '') : `f${index}.txt`,
    content: makeContent(dice),
    inner: undefined,
  };
}

function packZip(parts: readonly Part[], dice: Dice): Buffer {
  return makeZip(
    parts.map(({ name, content }, index): ZipEntry => {
      const isStored = dice.isOneIn(3);
      const padding = index > 0 && dice.isOneIn(5) ? dice.draw(600) : 0;
      return { name, content, isStored, hasDescriptor: dice.isOneIn(2), isZip64: dice.isOneIn(4), padding };
    }),
    dice.isOneIn(3) ? 'a comment' : '',
  );
}

/** In one stream or in two. */
function packGzip(content: Buffer, dice: Dice): Buffer {
  const cut = dice.isOneIn(3) ? dice.draw(content.length + 1) : content.length;
  const parts = [gzipSync(content.subarray(0, cut), { level: dice.draw(10) })];
  if (cut < content.length) parts.push(gzipSync(content.subarray(cut)));
  return Buffer.concat(parts);
}

function clean(name: string): string {
  return name.replace(/^(?:\.\/+)+/, '');
}

/** Text that packs well, text that does not, and what looks like records of archives. */
export function makeAwkwardContent(dice: Dice): Buffer {
  const length = dice.pick([0, 1, 511, 512, 513, 3_000, 70_000, 140_000]);
  const kind = dice.draw(4);
  if (kind === 0) return Buffer.alloc(length, 'NAME=value\n');
  if (kind === 1) return Buffer.from(Array.from({ length: Math.min(length, 3_000) }, () => dice.draw(256)));
  if (kind === 2) return Buffer.alloc(length, 'xPK\x03\x04PK\x07\x08PK\x01\x02\x1f\x8b\x08', 'latin1');
  return Buffer.concat([Buffer.from('x'), deflateSync(Buffer.alloc(length, 'y'))]);
}
