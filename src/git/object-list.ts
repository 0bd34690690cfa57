// Every object a repository holds, whether or not anything leads to it.
import { createHash } from 'node:crypto';
import { type GitOptions, readGit, streamGit } from './run.ts';

export interface ListedObject {
  readonly oid: string;
  readonly kind: string;
}

/** In the order of storage. An object that git cannot make sense of has the kind `missing`. Throws like `streamGit`. */
export async function* streamObjects(git: GitOptions): AsyncGenerator<readonly ListedObject[], void> {
  const args = [
    'cat-file',
    '--batch-all-objects',
    '--unordered',
    '--buffer',
    '--batch-check=%(objectname) %(objecttype)',
  ];
  for await (const lines of streamLines(args, git)) yield lines.map(parseLine);
}

const TIP_ARGS = ['rev-list', '--no-walk=unsorted', '--all', '--reflog'];

/** Ids of the commits that refs, reflogs and HEADs name, in the order of git. Throws like `streamGit`. */
export async function listTips(git: GitOptions): Promise<readonly string[]> {
  return (await readGit(TIP_ARGS, git)).split('\n').slice(0, -1);
}

/**
 * Tells one state of all refs, reflogs and HEADs from another. Throws like `streamGit`, also when one of them leads to an object that
 * is not there; git takes no offence at old entries of reflogs.
 */
export async function stampTips(git: GitOptions): Promise<string> {
  const hash = createHash('sha256');
  const questions = [TIP_ARGS, ['for-each-ref', '--format=%(objectname)']];
  for (const args of questions) for await (const chunk of streamGit(args, git)) hash.update(chunk);
  return hash.digest('hex');
}

/** Ids that the history names and the repository does not hold. Throws like `streamGit`. */
export async function* streamMissing(git: GitOptions): AsyncGenerator<readonly string[], void> {
  const args = ['rev-list', '--objects', '--no-object-names', '--missing=print', '--all', '--reflog'];
  for await (const lines of streamLines(args, git)) {
    yield lines.filter((line) => line.startsWith('?')).map((line) => line.slice(1));
  }
}

/**
 * Whether some of what `revisions` bring was left behind by a partial clone. They are ids, those to leave out with a `^`; none is the
 * whole history. Throws like `streamGit`.
 */
export async function lacksObjects(revisions: readonly string[], git: GitOptions): Promise<boolean> {
  const wanted = revisions.length > 0 ? revisions : ['--all'];
  const args = ['rev-list', '--objects', '--no-object-names', '--missing=print', ...wanted];
  for await (const lines of streamLines(args, git)) {
    if (lines.some((line) => line.startsWith('?'))) return true;
  }
  return false;
}

/** Runs git and yields the lines that ended since the last time. Throws like `streamGit`. */
export async function* streamLines(
  args: readonly string[],
  git: GitOptions,
): AsyncGenerator<readonly string[], void> {
  let rest = '';
  for await (const chunk of streamGit(args, git)) {
    const lines = (rest + chunk.toString('latin1')).split('\n');
    rest = lines.pop() ?? '';
    yield lines;
  }
}

function parseLine(line: string): ListedObject {
  const [oid = '', kind = ''] = line.split(' ');
  return { oid, kind };
}
