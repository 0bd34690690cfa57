// Repositories for the tests of the pack reader, and the slow way to the same answer.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type BlobNames, findCandidates, findNamedBlobs } from '../../../src/git/packs/find-candidates.ts';
import { openObjectDatabase } from '../../../src/git/packs/object-database.ts';
import { listObjectDirectories } from '../../../src/git/packs/object-directories.ts';
import type { SearchTally } from '../../../src/git/packs/object-search.ts';
import { type ObjectTables, readObjectTables } from '../../../src/git/packs/object-tables.ts';
import type { Repo } from '../../support/repo.ts';

export const literals = ['needle', 'Hay-Stack', 'thorn_bush_in_the_wood'];

export interface ObjectFromGit {
  readonly id: string;
  readonly kind: string;
  readonly bytes: Buffer;
}

/** Every object of a repository, as git gives it. */
export function readAllObjects(repo: Pick<Repo, 'dir'>): ObjectFromGit[] {
  const args = ['cat-file', '--batch-all-objects', '--batch', '--unordered'];
  const { stdout } = spawnSync('git', args, {
    cwd: repo.dir,
    maxBuffer: 1 << 30,
    env: { ...process.env, GIT_NO_LAZY_FETCH: '1' },
  });
  const objects: ObjectFromGit[] = [];
  for (let at = 0; at < stdout.length; ) {
    const lineEnd = stdout.indexOf(10, at);
    const [id, kind, size] = stdout.toString('latin1', at, lineEnd).split(' ') as [string, string, string];
    at = lineEnd + 1;
    if (size === undefined) continue;
    objects.push({ id, kind, bytes: stdout.subarray(at, at + Number(size)) });
    at += Number(size) + 1;
  }
  return objects;
}

/** True when a literal occurs in the bytes, in any case, as ASCII or with NULs between its letters. */
export function holdsLiteral(bytes: Buffer, wanted: readonly string[] = literals): boolean {
  const text = bytes.toString('latin1').toLowerCase();
  return wanted.some((literal) => {
    const lower = literal.toLowerCase();
    return text.includes(lower) || text.includes([...lower].join('\0'));
  });
}

export interface Found {
  readonly tally: SearchTally;
  readonly tables: ObjectTables;
  readonly ids: string[];
  /** Ids of candidates whose bytes are not what git says. */
  readonly wrong: string[];
  readonly names: BlobNames;
}

/** What our reader finds: the candidates, compared byte for byte, and the files called `.env…`. */
export function findInRepo(
  repo: Pick<Repo, 'dir'>,
  options: { hashLength?: number; budgetBytes?: number; gitDir?: string } = {},
): Found {
  const { hashLength = 20, gitDir = join(repo.dir, '.git'), budgetBytes = 64 << 20 } = options;
  const objectDirectories = listObjectDirectories({ primary: join(gitDir, 'objects') });
  const database = openObjectDatabase({ objectDirectories, hashLength });
  try {
    const tables = readObjectTables(database);
    const ids: string[] = [];
    const wrong: string[] = [];
    const known = new Map(readAllObjects(repo).map(({ id, bytes }) => [id, bytes]));
    const tally = findCandidates(
      tables,
      { literals, kinds: ['blob', 'commit', 'tag'], budgetBytes },
      ({ id, bytes }) => {
        ids.push(id);
        if (!known.get(id)?.equals(bytes)) wrong.push(id);
      },
    );
    const names: BlobNames = new Map();
    findNamedBlobs(tables, { literals: ['.env'], isWanted: isEnvironmentName, budgetBytes }, names);
    return { tally, tables, ids: ids.sort(), wrong, names };
  } finally {
    database.close();
  }
}

export const isEnvironmentName = (name: string) => /^\.env/i.test(name);

/** The same by brute force. */
export function findSlowly(repo: Pick<Repo, 'dir'>): {
  ids: string[];
  names: BlobNames;
  counts: Record<string, number>;
} {
  const objects = readAllObjects(repo);
  const counts: Record<string, number> = {};
  for (const { kind } of objects) counts[kind] = (counts[kind] ?? 0) + 1;
  const ids = objects.filter(({ kind, bytes }) => kind !== 'tree' && holdsLiteral(bytes)).map(({ id }) => id);
  return { ids: ids.sort(), names: listNamesSlowly(objects), counts };
}

function listNamesSlowly(objects: readonly ObjectFromGit[]): BlobNames {
  const names: BlobNames = new Map();
  for (const { id, kind, bytes } of objects) {
    if (kind !== 'tree') continue;
    const hashLength = id.length / 2;
    for (const [, mode, name, blob] of bytes
      .toString('latin1')
      .matchAll(new RegExp(`(\\d{5,6}) ([^\\0]+)\\0([^]{${hashLength}})`, 'gy'))) {
      if (!mode!.startsWith('100') || !isEnvironmentName(name!)) continue;
      const hex = Buffer.from(blob!, 'latin1').toString('hex');
      names.set(hex, (names.get(hex) ?? new Set()).add(Buffer.from(name!, 'latin1').toString('utf8')));
    }
  }
  return names;
}
