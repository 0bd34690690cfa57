// An index may hold a folder as one entry, its tree, where a sparse checkout left it out (gitformat-index(5), `sdir`). Nearly every git
// command puts all files of such folders into the index before it does anything else: a few bytes may stand for more files than it
// could ever name. So those trees are looked at in the index itself.
import { readFileSync } from 'node:fs';
import { checkTrees, MOST_PATHS } from './path-count.ts';
import { type GitOptions, readGit } from './run.ts';

/** Throws `TooManyPaths` when git would not come to the end of the folders of the index, and a `GitError` when one is not there. */
export async function checkIndex(git: GitOptions): Promise<void> {
  const args = ['rev-parse', '--show-object-format', '--path-format=absolute', '--git-path', 'index'];
  const [hashName, ...lines] = (await readGit(args, git)).split('\n');
  const bytes = readIndex(lines.join('\n').replace(/\n$/, ''));
  const trees = bytes.includes('sdir') ? listFolders(bytes, hashName === 'sha256' ? 32 : 20) : [];
  await checkTrees(trees, git, { mostCount: MOST_PATHS, what: 'the index names files' });
}

/** Empty where there is none: git takes that for an empty index. */
function readIndex(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    return Buffer.alloc(0);
  }
}

const HEADER_LENGTH = 12;
const MODE_OFFSET = 24;
const ID_OFFSET = 40;
const FOLDER_MODE = 0o040000;
const EXTENDED = 0x4000;
const COMPRESSED_VERSION = 4;

/** The ids of the trees that are entries of an index; those before the first damage. */
function listFolders(bytes: Buffer, idLength: number): readonly string[] {
  if (bytes.length < HEADER_LENGTH) return [];
  const isCompressed = bytes.readUInt32BE(4) >= COMPRESSED_VERSION;
  const trees: string[] = [];
  let count = bytes.readUInt32BE(8);
  for (let at = HEADER_LENGTH; count > 0 && at + ID_OFFSET + idLength + 4 < bytes.length; count--) {
    const idEnd = at + ID_OFFSET + idLength;
    if (bytes.readUInt32BE(at + MODE_OFFSET) === FOLDER_MODE)
      trees.push(bytes.toString('hex', at + ID_OFFSET, idEnd));
    const nameOffset = idEnd + (bytes.readUInt16BE(idEnd) & EXTENDED ? 4 : 2);
    const nameEnd = bytes.indexOf(0, isCompressed ? skipNumber(bytes, nameOffset) : nameOffset);
    if (nameEnd < 0) break;
    // Uncompressed entries end with one to eight NULs, at a multiple of eight.
    at = isCompressed ? nameEnd + 1 : at + ((nameEnd - at + 8) & ~7);
  }
  return trees;
}

/** How much of the name before is left out; its last byte is the first below 128. */
function skipNumber(bytes: Buffer, at: number): number {
  let end = at;
  while (end < bytes.length && bytes[end]! >= 128) end++;
  return end + 1;
}
