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
  readonly hasGap: boolean;
  readonly submoduleNames: readonly string[];
}

export interface CachePlace {
  /** The repository's common directory. */
  readonly commonDirectory: string;
  /** Whatever decides what a scan finds: rules and version. */
  readonly key: string;
}

const FORMAT = 'invguard cache 2';
const MAX_BYTES = 256 << 20;
/** A lock this far from now was left by a process that died; from after now, before the clock was set back. */
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

/** What is kept between scans, each in a file of its own. */
export type CacheName = 'objects' | 'missing' | 'histories';

/** Undefined when there is none, or it is damaged, of another version, or for other rules. Never throws. */
export function readCache(place: CachePlace, name: CacheName): unknown {
  try {
    const text = readOwnFile(join(openFolder(place), `${name}.cache`));
    const headEnd = text.indexOf('\n');
    const body = text.slice(headEnd + 1);
    return text.slice(0, headEnd) === makeHead(place, body) ? JSON.parse(body) : undefined;
  } catch {
    return undefined;
  }
}

/** Replaces the cache. False when another process is writing it, or the repository cannot be written to. Never throws. */
export function writeCache(place: CachePlace, name: CacheName, content: unknown): boolean {
  try {
    const folder = join(place.commonDirectory, 'invguard');
    mkdirSync(folder, { recursive: true });
    openFolder(place);
    return writeLocked(join(folder, `${name}.cache`), JSON.stringify(content), place);
  } catch {
    return false;
  }
}

/** As git locks its files: who creates the lock writes into it and renames it. */
function writeLocked(file: string, body: string, place: CachePlace): boolean {
  const lock = `${file}.lock`;
  const fd = createLock(lock);
  if (fd === undefined) return false;
  try {
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
      if (Math.abs(Date.now() - lstatSync(lock).mtimeMs) < STALE_MS) return undefined;
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
