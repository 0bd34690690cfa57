// Repositories whose history makes and breaks literals, and packs that git itself would not write.
import { createHash } from 'node:crypto';
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateSync } from 'node:zlib';
import { type Repo, repo } from '../../support/repo.ts';

interface HistoryShape {
  readonly commits?: number;
  readonly init?: readonly string[];
  readonly lines?: number;
}

const wordList = [
  'alpha',
  'beta',
  'Needle',
  'HAY-stack',
  'gamma',
  'nee',
  'dle',
  'thorn_bush_in_the_wood',
  'delta',
  '\n',
];

/** Numbers that are the same in every run. */
function createRandom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return (state >>> 8) % below;
  };
}

/** A history of one long file and some small ones, edited here and there, with words that make and break literals. */
export function makeHistory(shape: HistoryShape = {}): Repo {
  const key = JSON.stringify(shape);
  const place = repo({ init: shape.init ?? [] });
  const template = templates.get(key);
  if (template) cpSync(template.dir, place.dir, { recursive: true });
  else templates.set(key, copyOf(writeHistory(place, shape)));
  return place;
}

const templates = new Map<string, Repo>();

/** The template stays as it is; the first one asked for is used like any other. */
function copyOf(place: Repo): Repo {
  const copy = repo();
  cpSync(place.dir, copy.dir, { recursive: true });
  return copy;
}

function writeHistory(place: Repo, { commits = 25, lines: lineCount = 120 }: HistoryShape): Repo {
  const random = createRandom(7);
  const lines = Array.from(
    { length: lineCount },
    (_, index) => `line ${index} of many that differ ${random(1e6)}`,
  );
  for (let number = 0; number < commits; number++) {
    for (let edits = random(4) + 1; edits > 0; edits--) {
      const words = Array.from({ length: random(3) + 1 }, () => wordList[random(wordList.length)]);
      lines.splice(random(lines.length), random(3), words.join(random(2) === 0 ? '' : ' '));
    }
    const wide = Buffer.from(
      `wide ${number} ${number % 3 === 0 ? 'nEEdle' : 'straw'} ${lines[3]}`,
      'utf16le',
    );
    place.commit(
      {
        'long.txt': lines.join('\n'),
        'wide.txt': wide,
        [`folder/.env${number % 4 === 0 ? '' : `.${number % 5}`}`]: `A=${number}\n`,
        [`folder/file-${number}.txt`]: `${lines[random(lines.length)]}\n`,
      },
      number % 7 === 0 ? `a needle in message ${number}` : `plain ${number}`,
    );
  }
  place.git('tag', '-a', 'v1', '-m', 'needle in a tag');
  return place;
}

/** Writes a pack of one delta, REF_DELTA, whose base the pack does not have; `content` starts with the base. */
export function writeThinPack(place: Repo, baseId: string, content: string | Buffer): string {
  const baseSize = Number(place.git('cat-file', '-s', baseId));
  const kind = place.git('cat-file', '-t', baseId).trim();
  const tail = Buffer.from(content).subarray(baseSize);
  const copy = [0x80 | 0x70, baseSize & 255, (baseSize >> 8) & 255, (baseSize >> 16) & 255];
  const delta = Buffer.concat([
    encodeSize(baseSize),
    encodeSize(baseSize + tail.length),
    Buffer.from(copy),
    Buffer.from([tail.length]),
    tail,
  ]);
  const header = [0x70 | (delta.length & 15) | 0x80, delta.length >> 4];
  const entry = Buffer.concat([Buffer.from(header), Buffer.from(baseId, 'hex'), deflateSync(delta)]);
  const body = Buffer.concat([Buffer.from('PACK\0\0\0\x02\0\0\0\x01', 'latin1'), entry]);
  const trailer = createHash('sha1').update(body).digest();
  const id = createHash('sha1')
    .update(`${kind} ${baseSize + tail.length}\0`)
    .update(content)
    .digest();
  const name = join(place.dir, '.git', 'objects', 'pack', `pack-${trailer.toString('hex')}`);
  writeFileSync(`${name}.pack`, Buffer.concat([body, trailer]));
  writeFileSync(`${name}.idx`, encodeIndex(id, trailer));
  return id.toString('hex');
}

function encodeSize(size: number): Buffer {
  const bytes: number[] = [];
  for (let rest = size; ; rest >>>= 7) {
    bytes.push(rest > 127 ? (rest & 127) | 128 : rest);
    if (rest <= 127) return Buffer.from(bytes);
  }
}

function encodeIndex(id: Buffer, trailer: Buffer): Buffer {
  const fanout = Buffer.alloc(1024);
  for (let first = id[0]!; first < 256; first++) fanout.writeUInt32BE(1, first * 4);
  const head = Buffer.from('ff744f6300000002', 'hex');
  return Buffer.concat([
    head,
    fanout,
    id,
    Buffer.alloc(4),
    Buffer.from([0, 0, 0, 12]),
    trailer,
    Buffer.alloc(20),
  ]);
}
