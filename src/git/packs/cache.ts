// What an earlier scan of the object database found out, so that the next one reads only what is new. Objects never change, so what holds
// a literal holds it for ever; the cache names the packs and loose objects that were searched, and the ids of those that held one. It
// has no content of any object. Packs are known by file system identity as well as by name: a cache that comes with a copied or
// unpacked repository, from whoever made it, fits nothing here.
import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import type { DatabaseHandle } from './object-database.ts';
import type { ObjectKind } from './search-plan.ts';

/** What is known of the objects that were searched. Ids are hex. */
export interface ObjectCache {
  /** Stamps of the packs (see `stampPack`). */
  readonly packs: readonly string[];
  readonly looseIds: readonly string[];
  readonly objectCounts: Readonly<Record<ObjectKind, number>>;
  readonly byteCounts: Readonly<Record<ObjectKind, number>>;
  /** Objects that hold a literal, or were read for their name. */
  readonly candidateIds: readonly string[];
  readonly leftIds: readonly string[];
  /** Blobs and the names that decide how they are read. */
  readonly names: readonly (readonly [id: string, names: readonly string[]])[];
}

export interface CachePlace {
  /** The repository's common directory. */
  readonly commonDirectory: string;
  /** Whatever decides what a scan finds: rules and version. */
  readonly key: string;
}

const FORMAT = 'invguard objects 1';
const MAX_BYTES = 256 << 20;
/** A lock this old was left by a process that died. */
const STALE_MS = 10 * 60_000;

/** Tells a pack from every other file there ever was on this machine. */
export function stampPack(
  name: string,
  fileStat: { dev: bigint; ino: bigint; size: bigint; ctimeNs: bigint },
): string {
  const { dev, ino, size, ctimeNs } = fileStat;
  return [name, dev, ino, size, ctimeNs].join(' ');
}

/** Stamps of all packs of a database. */
export function listStamps({ packs }: DatabaseHandle): string[] {
  return packs.map(({ name, fd }) => stampPack(name, fstatSync(fd, { bigint: true })));
}

/** Undefined when there is none, or it is damaged, of another version, or for other rules. Never throws. */
export function readObjectCache(place: CachePlace): ObjectCache | undefined {
  try {
    const text = readOwnFile(join(openFolder(place), 'objects.cache'));
    const headEnd = text.indexOf('\n');
    const body = text.slice(headEnd + 1);
    if (text.slice(0, headEnd) !== makeHead(place, body)) return undefined;
    return JSON.parse(body) as ObjectCache;
  } catch {
    return undefined;
  }
}

/** Replaces the cache. False when another process is writing it, or the repository cannot be written to. Never throws. */
export function writeObjectCache(place: CachePlace, cache: ObjectCache): boolean {
  try {
    const folder = join(place.commonDirectory, 'invguard');
    mkdirSync(folder, { recursive: true });
    openFolder(place);
    return writeLocked(join(folder, 'objects.cache'), cache, place);
  } catch {
    return false;
  }
}

/** As git locks its files: who creates the lock writes into it and renames it. */
function writeLocked(file: string, cache: ObjectCache, place: CachePlace): boolean {
  const lock = `${file}.lock`;
  const fd = createLock(lock);
  if (fd === undefined) return false;
  try {
    const body = JSON.stringify(cache);
    writeFileSync(fd, `${makeHead(place, body)}\n${body}`);
    closeSync(fd);
    renameSync(lock, file);
    return true;
  } catch (error) {
    rmSync(lock, { force: true });
    throw error;
  }
}

function createLock(lock: string): number | undefined {
  for (const isLastTry of [false, true]) {
    try {
      return openSync(lock, 'wx', 0o600);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || isLastTry) return undefined;
      if (Date.now() - lstatSync(lock).mtimeMs < STALE_MS) return undefined;
      rmSync(lock, { force: true });
    }
  }
  return undefined;
}

/** Throws when the folder is missing or is a link: it would lead out of the repository. */
function openFolder({ commonDirectory }: CachePlace): string {
  const folder = join(commonDirectory, 'invguard');
  if (!lstatSync(folder).isDirectory()) throw new Error('not a folder');
  return folder;
}

function readOwnFile(file: string): string {
  const fd = openSync(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0));
  try {
    if (lstatSync(file).size > MAX_BYTES) throw new Error('too large');
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

/** The place is part of it: loose objects have no stamps of their own. */
function makeHead({ commonDirectory, key }: CachePlace, body: string): string {
  const { dev, ino, birthtimeNs } = statSync(join(commonDirectory, 'objects'), { bigint: true });
  const hash = createHash('sha256').update([FORMAT, key, dev, ino, birthtimeNs, body].join('\0'));
  return `${FORMAT} ${hash.digest('hex')}`;
}
