// The pack reader on packs that something spoiled: bytes turned over, cut off, put in, and well-packed deltas that lie. What it hands
// out is what git hands out or what was there before; what it does not hand out any more it tells. A case is a pack and its index.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';

import { describeDamage } from '../../../src/git/packs/damage.ts';
import { findCandidates, findNamedBlobs } from '../../../src/git/packs/find-candidates.ts';
import { compare, NOTHING } from '../../../src/git/packs/holding.ts';
import { findHoldings } from '../../../src/git/packs/holdings.ts';
import { tooLarge } from '../../../src/git/packs/loose-objects.ts';
import { openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { ObjectReader } from '../../../src/git/packs/object-reader.ts';
import { readObjectTables } from '../../../src/git/packs/object-tables.ts';
import { createDice, type Dice } from '../dice.ts';
import { demand, type Target } from '../target.ts';

const LITERAL = 'needle';
const BUDGET_BYTES = 8 << 20;
/** A small pack may not make the reader ask for more than this. */
const MOST_MEMORY_BYTES = 256 << 20;

interface PackPair {
  readonly pack: Buffer;
  readonly index: Buffer;
  /** Hex ids of what holds the literal while nothing is spoiled. */
  readonly needles: readonly string[];
}

const environment = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_NO_LAZY_FETCH: '1',
};

function git(cwd: string, args: readonly string[], input?: string | Buffer) {
  return spawnSync('git', args, {
    cwd,
    env: environment,
    maxBuffer: 1 << 28,
    ...(input !== undefined && { input }),
  });
}

function makeFolder(): string {
  return mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard-fuzz-'));
}

const templates = new Map<string, PackPair>();

/** A history of one long file and small ones, packed in one of git's ways. */
function readTemplate(dice: Dice): PackPair {
  const depth = dice.pick([0, 5, 50]);
  const usesOffsets = dice.isOneIn(2);
  const key = `${depth} ${usesOffsets}`;
  const known = templates.get(key) ?? makeTemplate({ depth, usesOffsets });
  templates.set(key, known);
  return known;
}

interface Packing {
  readonly depth: number;
  readonly usesOffsets: boolean;
}

function makeTemplate(packing: Packing): PackPair {
  const folder = makeFolder();
  try {
    return writeTemplate(folder, packing);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function writeTemplate(folder: string, { depth, usesOffsets }: Packing): PackPair {
  git(folder, ['init', '--quiet', '--bare']);
  const { status } = git(folder, ['fast-import', '--quiet', '--force'], writeHistory(createDice('history')));
  demand(status === 0, 'git cannot make the template');
  git(folder, ['config', 'repack.useDeltaBaseOffset', String(usesOffsets)]);
  git(folder, ['repack', '-adfq', `--depth=${depth}`, '--window=20']);
  const packs = path.join(folder, 'objects', 'pack');
  const name = readdirSync(packs).find((entry) => entry.endsWith('.pack'))!;
  const pack = readFileSync(path.join(packs, name));
  const index = readFileSync(path.join(packs, name.replace(/pack$/, 'idx')));
  return { pack, index, needles: listNeedles(folder) };
}

function writeHistory(dice: Dice): string {
  const lines = Array.from({ length: 60 }, (_, line) => `line ${line} of many that differ ${dice.draw(1e6)}`);
  let stream = '';
  for (let number = 0; number < 12; number++) {
    lines.splice(
      dice.draw(lines.length),
      dice.draw(3),
      dice.pick(['a nee', 'dle', 'a needle', 'Needle', `plain ${number}`]),
    );
    const message = number % 5 === 0 ? 'a needle in a message' : `plain ${number}`;
    const text = lines.join('\n');
    stream += `commit refs/heads/main\ncommitter T <t@invguard.invalid> ${1_760_000_000 + number} +0000\ndata ${message.length}\n${message}\n`;
    stream += `M 100644 inline d/long.txt\ndata ${text.length}\n${text}\nM 100644 inline d/${number}.txt\ndata 7\nneedle${number % 10}\n`;
  }
  return stream;
}

function listNeedles(folder: string): readonly string[] {
  const { stdout } = git(folder, ['cat-file', '--batch-all-objects', '--batch']);
  const needles: string[] = [];
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(10, at);
    const [id = '', kind, size] = stdout.toString('latin1', at, end).split(' ');
    at = end + 1 + Number(size) + 1;
    const isHeld = stdout
      .toString('latin1', end + 1, at - 1)
      .toLowerCase()
      .includes(LITERAL);
    if (isHeld && kind !== 'tree') needles.push(id);
  }
  return needles;
}

const join = ({ pack, index, needles }: PackPair) =>
  Buffer.concat([Buffer.from(`${pack.length} ${needles.join()}\n`), pack, index]);

function part(input: Buffer): PackPair {
  const end = input.indexOf(10);
  const [length = '0', needles = ''] = input.toString('latin1', 0, end).split(' ');
  const rest = input.subarray(end + 1);
  return {
    pack: rest.subarray(0, Number(length)),
    index: rest.subarray(Number(length)),
    needles: needles.split(',').filter(Boolean),
  };
}

function spoil(dice: Dice, bytes: Buffer): Buffer {
  const spoiled = Buffer.from(bytes);
  for (let left = 1 + dice.draw(3); left > 0; left--)
    spoiled[dice.draw(spoiled.length)]! ^= 1 << dice.draw(8);
  const at = dice.draw(spoiled.length);
  switch (dice.draw(8)) {
    case 0:
      return spoiled.subarray(0, at);
    case 1:
      return Buffer.concat([spoiled.subarray(0, at), spoiled.subarray(dice.draw(spoiled.length))]);
    case 2:
      return Buffer.concat([
        spoiled.subarray(0, at),
        Buffer.alloc(dice.draw(64), dice.draw(256)),
        spoiled.subarray(at),
      ]);
    case 3:
      return spoiled.fill(dice.draw(256), at, Math.min(spoiled.length, at + dice.draw(64)));
    default:
      return spoiled;
  }
}

const spoiled: Target = {
  name: 'packs',
  limitMs: 20_000,
  isWhole: true,
  make: (dice) => {
    const pair = readTemplate(dice);
    const isIndex = dice.isOneIn(3);
    return join({ ...pair, [isIndex ? 'index' : 'pack']: spoil(dice, isIndex ? pair.index : pair.pack) });
  },
  check: (input) => checkPair(part(input)),
};

/** An entry of a pack as somebody who lies about it writes it. */
interface Entry {
  readonly bytes: Buffer;
  readonly id: Buffer;
}

/** Packs whose compression is sound and whose deltas are not. */
const lying: Target = {
  name: 'lying-packs',
  limitMs: 20_000,
  isWhole: true,
  make: (dice) => join(packEntries(dice)),
  check: (input) => checkPair(part(input)),
};

function packEntries(dice: Dice): PackPair {
  const entries: Entry[] = [];
  const offsets: number[] = [];
  let offset = 12;
  for (let left = 1 + dice.draw(12); left > 0; left--) {
    offsets.push(offset);
    entries.push(makeEntry(dice, { entries, offsets }));
    offset += entries.at(-1)!.bytes.length;
  }
  const head = Buffer.from('PACK\0\0\0\x02\0\0\0\0', 'latin1');
  head.writeUInt32BE(entries.length, 8);
  const body = Buffer.concat([head, ...entries.map(({ bytes }) => bytes)]);
  const pack = Buffer.concat([body, createHash('sha1').update(body).digest()]);
  return { pack, index: writeIndex(entries, offsets, pack.subarray(-20)), needles: [] };
}

function makeEntry(
  dice: Dice,
  { entries, offsets }: { entries: readonly Entry[]; offsets: readonly number[] },
): Entry {
  const text = dice.pick(['needle', 'plain', '', 'x'.repeat(300), 'tree 0\nparent 1\n', '100644 a\0']);
  const type = dice.pick([1, 2, 3, 4, 6, 6, 6, 7, 7, dice.draw(8)]);
  const content = type > 5 ? makeDelta(dice) : Buffer.from(text.repeat(1 + dice.draw(4)), 'latin1');
  const size = dice.isOneIn(6) ? dice.pick([0, 1, content.length + 1, 0x7fffffff, 2 ** 33]) : content.length;
  const base = Math.min(offsets.length - 1, dice.draw(offsets.length + 1));
  const link =
    type === 6
      ? encodeDistance(dice.isOneIn(6) ? dice.draw(1 << 20) : offsets.at(-1)! - offsets[base]!)
      : type === 7
        ? (entries[base]?.id ?? randomBytes(dice, 20))
        : Buffer.alloc(0);
  const kind = ['', 'commit', 'tree', 'blob', 'tag'][type];
  const id = kind
    ? createHash('sha1').update(`${kind} ${content.length}\0`).update(content).digest()
    : randomBytes(dice, 20);
  return { bytes: Buffer.concat([encodeHeader(type, size), link, deflateSync(content)]), id };
}

function makeDelta(dice: Dice): Buffer {
  const sizes = [0, 5, 6, 12, 300, 600, 0x7fffffff, 2 ** 40];
  const steps = Array.from({ length: dice.draw(6) }, () => makeStep(dice));
  return Buffer.concat([encodeSize(dice.pick(sizes)), encodeSize(dice.pick(sizes)), ...steps]);
}

function makeStep(dice: Dice): Buffer {
  const literal = Buffer.from(dice.pick(['needle', 'nee', 'dle', 'x']));
  const copy = [0x80 | dice.draw(128), ...randomBytes(dice, 7)];
  return dice.pick([
    Buffer.concat([Buffer.from([literal.length]), literal]),
    Buffer.from([0x90, dice.pick([1, 3, 5, 6, 255])]),
    Buffer.from([0x91, dice.draw(8), dice.draw(8)]),
    Buffer.from(copy.slice(0, 1 + dice.draw(8))),
    Buffer.from([0]),
  ]);
}

function randomBytes(dice: Dice, length: number): Buffer {
  return Buffer.from(Array.from({ length }, () => dice.draw(256)));
}

function encodeSize(size: number): Buffer {
  const bytes: number[] = [];
  for (let rest = size; ; rest = Math.floor(rest / 128)) {
    bytes.push(rest > 127 ? (rest % 128) | 128 : rest);
    if (rest <= 127) return Buffer.from(bytes);
  }
}

function encodeHeader(type: number, size: number): Buffer {
  if (size < 16) return Buffer.from([(type << 4) | size]);
  return Buffer.concat([Buffer.from([0x80 | (type << 4) | (size % 16)]), encodeSize(Math.floor(size / 16))]);
}

function encodeDistance(distance: number): Buffer {
  const bytes = [distance % 128];
  for (let rest = Math.floor(distance / 128); rest > 0; rest = Math.floor(rest / 128)) {
    rest--;
    bytes.unshift(128 | (rest % 128));
  }
  return Buffer.from(bytes);
}

function writeIndex(entries: readonly Entry[], offsets: readonly number[], trailer: Buffer): Buffer {
  const rows = entries.map(({ id }, at) => ({ id, offset: offsets[at]! })).sort((a, b) => a.id.compare(b.id));
  const numbers = (list: readonly number[]) => {
    const bytes = Buffer.alloc(list.length * 4);
    for (const [at, value] of list.entries()) bytes.writeUInt32BE(value, at * 4);
    return bytes;
  };
  const fanout = Array.from({ length: 256 }, (_, first) => rows.filter(({ id }) => id[0]! <= first).length);
  const body = Buffer.concat([
    Buffer.from('ff744f6300000002', 'hex'),
    numbers(fanout),
    ...rows.map(({ id }) => id),
    numbers(rows.map(() => 0)),
    numbers(rows.map(({ offset }) => offset)),
    trailer,
  ]);
  return Buffer.concat([body, createHash('sha1').update(body).digest()]);
}

async function checkPair(pair: PackPair): Promise<void> {
  const folder = makeFolder();
  try {
    const objects = path.join(folder, 'objects');
    mkdirSync(path.join(objects, 'pack'), { recursive: true });
    writeFileSync(path.join(objects, 'pack', 'pack-x.pack'), pair.pack);
    writeFileSync(path.join(objects, 'pack', 'pack-x.idx'), pair.index);
    const heldBefore = process.memoryUsage().rss;
    checkContents(folder, objects, pair.needles);
    await checkHoldings(objects, pair);
    demand(process.memoryUsage().rss - heldBefore < MOST_MEMORY_BYTES, 'a small pack takes much memory');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Whatever the trees say, there is an answer for each id, and an end to it. */
async function checkHoldings(objects: string, { index, needles }: PackPair): Promise<void> {
  const request = { hashLength: 20, objectDirectories: [objects], budgetBytes: BUDGET_BYTES };
  const holdings = await findHoldings({ ...request, blobs: new Set(needles), shallowIds: new Set() });
  for (let at = 0; holdings && at + 20 <= index.length; at += 4) {
    const holding = holdings.ofTree(index.toString('hex', at, at + 20));
    for (const { oid } of compare(NOTHING, holding ?? NOTHING))
      demand(needles.includes(oid), `${oid} is held that nobody asked for`);
  }
}

function checkContents(folder: string, objects: string, needles: readonly string[]): void {
  const database = openObjectDatabase({ hashLength: 20, objectDirectories: [objects] });
  try {
    const told = search(folder, database, new Set(needles));
    if (!told.isToldBroken) {
      const missed = needles.filter((id) => !told.contents.has(id));
      demand(missed.length === 0, `${missed.length} objects are gone without a word, such as ${missed[0]}`);
    }
    // Git hands out nothing of a pack that does not begin or end like one.
    if (database.problems.length === 0) readEach(folder, database, needles);
  } finally {
    database.close();
  }
}

type Database = ReturnType<typeof openObjectDatabase>;

function search(
  folder: string,
  database: Database,
  needles: ReadonlySet<string>,
): { contents: ReadonlySet<string>; isToldBroken: boolean } {
  const contents = new Set<string>();
  const tables = readObjectTables(database);
  const request = {
    literals: [LITERAL],
    kinds: ['blob', 'commit', 'tag'] as const,
    budgetBytes: BUDGET_BYTES,
  };
  const tally = findCandidates(tables, request, ({ id, kind, bytes }) => {
    contents.add(hash(kind, bytes));
    // An index that was spoiled gives objects other ids; what they hold is what counts.
    if (database.problems.length === 0 && !needles.has(hash(kind, bytes)))
      demand(isRight(folder, { id, kind, bytes }), `${kind} ${id} has other bytes than git gives`);
  });
  // An object may say that it is a tree since it was spoiled.
  const tallies = [
    tally,
    findNamedBlobs(
      tables,
      { literals: [LITERAL], isWanted: () => false, budgetBytes: BUDGET_BYTES },
      new Map(),
    ),
  ];
  const isTold = tallies.some(
    ({ problems, hasGap, leftIds }) => problems.length + leftIds.length > 0 || hasGap,
  );
  return { contents, isToldBroken: tables.problems.length > 0 || isTold };
}

function readEach(folder: string, database: Database, ids: readonly string[]): void {
  const reader = new ObjectReader(database, BUDGET_BYTES);
  try {
    for (const id of ids) readOne(reader, folder, id);
  } finally {
    reader.close();
  }
}

function readOne(reader: ObjectReader, folder: string, id: string): void {
  try {
    const found = reader.read(Buffer.from(id, 'hex'));
    if (found === undefined || found === tooLarge) return;
    demand(isRight(folder, { id, ...found }), `${found.kind} ${id} is read with other bytes than git gives`);
  } catch (error) {
    if (describeDamage(error) === undefined) throw error;
  }
}

function hash(kind: string, bytes: Buffer): string {
  return createHash('sha1').update(`${kind} ${bytes.length}\0`).update(bytes).digest('hex');
}

/** Its bytes give its id, or git would hand them out under that id too. */
function isRight(folder: string, { id, kind, bytes }: { id: string; kind: string; bytes: Buffer }): boolean {
  if (hash(kind, bytes) === id) return true;
  if (readdirSync(folder).length === 1) git(folder, ['init', '--quiet', '--bare']);
  const { status, stdout } = git(folder, ['cat-file', kind, id]);
  return status === 0 && stdout.equals(bytes);
}

export const packs: readonly Target[] = [spoiled, lying];
