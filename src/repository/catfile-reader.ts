// Searches objects of a repository by id, one after another, in bounded memory however large they are.

import type { ArchiveLimits } from '../archives/limits.ts';
import type { Match } from '../core/finding.ts';
import type { MarkSyntax } from '../core/mark.ts';
import { nameBlob, SHORT_ID_LENGTH } from '../core/origin.ts';
import type { Problem } from '../core/problem.ts';
import type { Rule } from '../core/rule.ts';
import { compileRules, type Ruleset } from '../engine/compile.ts';
import { CatFile, CorruptObject, type ObjectAnswer, type ObjectKind } from '../git/catfile.ts';
import type { GitOptions } from '../git/run.ts';
import { ContentScan, type ContentTally, createContentTally } from '../scan/content-scan.ts';
import { withUnpacker } from '../scan/load-unpacker.ts';

export interface ReaderOptions {
  readonly rules: readonly Rule[];
  readonly drawsFrames: boolean;
  readonly markSyntaxes?: readonly MarkSyntax[] | undefined;
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** How much of an archive is read; absent: archives are searched like any other bytes. */
  readonly archiveLimits?: ArchiveLimits | undefined;
}

/** An object to be searched as the content of `path`; empty for what no rule bound to paths is to see. */
export interface WantedObject {
  readonly oid: string;
  readonly path: string;
}

export type ReadObject<T extends WantedObject> =
  | {
      readonly kind: ObjectKind;
      readonly wanted: T;
      readonly matches: readonly Match[];
      readonly contents: ContentTally;
      readonly byteCount: number;
    }
  | { readonly kind: 'problem'; readonly wanted: T; readonly problem: Problem };

export class ObjectReader {
  readonly #cat: CatFile;
  readonly #ruleset: Ruleset;
  readonly #options: ReaderOptions;

  constructor(git: GitOptions, options: ReaderOptions) {
    this.#cat = new CatFile(git);
    this.#ruleset = compileRules(options.rules, options);
    this.#options = options;
  }

  /** Makes git ready while the caller still finds out what to ask for. */
  open(): void {
    this.#cat.open();
  }

  /** Searches all of `wanted`, in their order. Throws a `GitError` when git dies. */
  async *readAll<T extends WantedObject>(wanted: readonly T[]): AsyncGenerator<ReadObject<T>, void> {
    let index = 0;
    for await (const answer of this.#cat.readAll(wanted.map(({ oid }) => oid))) {
      yield await this.#search(answer, wanted[index++]!);
    }
  }

  /** The secrets of an object, as texts; none for one that cannot be read. */
  async listSecrets(wanted: WantedObject): Promise<ReadonlySet<string>> {
    const read = await this.#search(await this.#cat.read(wanted.oid), wanted);
    return new Set(read.kind === 'problem' ? [] : read.matches.map(({ text }) => text));
  }

  /** The whole of an object that is known to be small. */
  async readText(oid: string): Promise<string> {
    const answer = await this.#cat.read(oid);
    const chunks: Buffer[] = [];
    if ('chunks' in answer) for await (const chunk of answer.chunks) chunks.push(chunk);
    return Buffer.concat(chunks).toString('utf8');
  }

  close(): void {
    this.#cat.close();
  }

  async #search<T extends WantedObject>(answer: ObjectAnswer, wanted: T): Promise<ReadObject<T>> {
    if (!('chunks' in answer)) return { kind: 'problem', wanted, problem: explain(wanted, answer.kind) };
    const scan = this.#openScan(wanted, answer.kind);
    try {
      const matches = await searchChunks(answer, scan);
      const contents = createContentTally();
      scan.addTo(contents);
      return { kind: answer.kind, wanted, matches, contents, byteCount: answer.sizeBytes };
    } catch (error) {
      if (!(error instanceof CorruptObject)) throw error;
      return { kind: 'problem', wanted, problem: explain(wanted, 'corrupt') };
    }
  }

  /** Only a file can be an archive. */
  #openScan({ oid, path }: WantedObject, kind: ObjectKind): ContentScan {
    const ruleset = this.#ruleset;
    const { drawsFrames, archiveLimits } = this.#options;
    if (kind !== 'blob') return new ContentScan({ ruleset, path, drawsFrames });
    return new ContentScan({ ruleset, path: path || nameBlob(oid), drawsFrames, archiveLimits });
  }
}

/** The engine is told the last piece as such: what comes whole is searched in the fastest way. */
async function searchChunks(
  { chunks, sizeBytes }: { chunks: AsyncIterable<Buffer>; sizeBytes: number },
  scan: ContentScan,
): Promise<readonly Match[]> {
  if (sizeBytes === 0) return scan.write(new Uint8Array(0), true);
  const matches: Match[] = [];
  let byteCount = 0;
  for await (const chunk of chunks) {
    byteCount += chunk.length;
    const isLast = byteCount === sizeBytes;
    for (const match of await withUnpacker(() => scan.write(chunk, isLast))) matches.push(match);
  }
  return matches;
}

function explain({ oid, path }: WantedObject, what: 'missing' | 'corrupt'): Problem {
  const id = `object ${oid.slice(0, SHORT_ID_LENGTH)}`;
  const subject = path === '' ? id : `${path} (${id})`;
  return what === 'missing'
    ? {
        code: 'missing-object',
        subject,
        detail: 'the repository does not hold it',
        remedy: 'In a partial clone, fetch it (`git fetch --refetch --no-filter`); elsewhere see `git fsck`.',
        isIncomplete: true,
      }
    : {
        code: 'corrupt-object',
        subject,
        detail: 'its content is broken',
        remedy: 'See `git fsck`, and take the object from another clone.',
        isIncomplete: true,
      };
}
