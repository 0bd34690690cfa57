// The packs and loose objects of a repository, opened once: file descriptors stay open, so that a pack which is deleted or replaced
// meanwhile can still be read to its end.
import { closeSync, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { CorruptObject } from './byte-range.ts';
import { PackIndex } from './pack-index.ts';
import type { PackHandle } from './pack-table.ts';
import { readIfThere } from './read-if-there.ts';

/** Something that could not be read; the rest was. */
export interface ObjectProblem {
  /** The object; absent when a whole pack is concerned. */
  readonly id?: string;
  /** Name of the pack; absent for a loose object. */
  readonly pack?: string;
  /** What is wrong, for a person; never content. */
  readonly detail: string;
}

/** An object database as plain data: all that another thread needs to read it. */
export interface DatabaseHandle {
  /** Bytes of an id: 20 for SHA-1, 32 for SHA-256. */
  readonly hashLength: number;
  readonly objectDirectories: readonly string[];
  readonly packs: readonly PackHandle[];
}

export interface ObjectDatabase extends DatabaseHandle {
  /** Packs that are left out, and those that are not as they should be. */
  readonly problems: readonly ObjectProblem[];
  /** Closes the packs; after that nothing can be read, in any thread. */
  close(): void;
}

/** Opens every pack of the directories (see `listObjectDirectories`). A directory without packs is fine; throws a `ToolError` for one that cannot be read. */
export function openObjectDatabase(
  options: Pick<DatabaseHandle, 'hashLength' | 'objectDirectories'>,
): ObjectDatabase {
  const packs = new Map<string, PackHandle>();
  const problems: ObjectProblem[] = [];
  for (const directory of options.objectDirectories) {
    const folder = join(directory, 'pack');
    for (const name of listPackNames(folder)) {
      if (packs.has(name)) continue;
      const { pack, fault } = openPack(folder, name, options.hashLength);
      if (pack) packs.set(name, pack);
      if (fault !== undefined) problems.push({ pack: name, detail: fault });
    }
  }
  const close = () => {
    for (const { fd, index } of packs.values()) for (const open of [fd, index.fd]) closeSync(open);
  };
  return { ...options, packs: [...packs.values()], problems, close };
}

function listPackNames(folder: string): string[] {
  const names = readIfThere(folder, (path) => readdirSync(path)) ?? [];
  return names
    .filter((name) => name.endsWith('.pack'))
    .map((name) => name.slice(0, -'.pack'.length))
    .sort();
}

interface OpenedPack {
  readonly pack?: PackHandle;
  readonly fault?: string | undefined;
}

/** A pack without an index is not complete yet, or git would not read it either: a problem, like any other. */
function openPack(folder: string, name: string, hashLength: number): OpenedPack {
  const opened: number[] = [];
  const open = (suffix: string) => {
    const fd = openSync(join(folder, `${name}${suffix}`), 'r');
    opened.push(fd);
    return { fd, sizeBytes: fstatSync(fd).size };
  };
  try {
    const handle = { ...open('.idx'), hashLength };
    const index = new PackIndex(handle);
    const pack = { name, ...open('.pack'), index: handle };
    return { pack, fault: findFault(pack, index) };
  } catch (error) {
    for (const fd of opened) closeSync(fd);
    return { fault: describePackError(error) };
  }
}

const HEADER_LENGTH = 12;

/**
 * What keeps git from using a pack (gitformat-pack(5)): it is none, or not the one that the index is of. What it holds is read all the
 * same.
 */
function findFault(
  { fd, sizeBytes, index: { hashLength } }: PackHandle,
  { objectCount, packChecksum }: PackIndex,
): string | undefined {
  const header = Buffer.alloc(HEADER_LENGTH);
  const trailer = Buffer.alloc(hashLength);
  readSync(fd, header, 0, header.length, 0);
  readSync(fd, trailer, 0, trailer.length, Math.max(0, sizeBytes - trailer.length));
  if (header.toString('latin1', 0, 4) !== 'PACK' || ![2, 3].includes(header.readUInt32BE(4)))
    return 'the pack does not begin like one';
  if (header.readUInt32BE(8) !== objectCount) return 'the pack has another number of objects than its index';
  return trailer.equals(packChecksum) ? undefined : 'the pack does not end like the one that its index is of';
}

function describePackError(error: unknown): string {
  if (error instanceof CorruptObject) return error.message;
  const { code } = error as NodeJS.ErrnoException;
  if (code === undefined) throw error;
  return code === 'ENOENT' ? 'the pack has no index' : `the pack cannot be opened (${code})`;
}
