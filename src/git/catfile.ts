// Objects by id, from one `git cat-file --batch` that lives as long as it is needed. Ids are sent ahead of the answers, so that
// git always has work; content is passed on as it arrives, so that an object may be larger than memory. A corrupt object
// ends git: it is reported, and a new git goes on with the next id.
import type { Readable } from 'node:stream';
import { type GitDialogue, GitError, type GitOptions, openGit } from './run.ts';

export type ObjectKind = 'blob' | 'commit' | 'tag' | 'tree';

/** What git says about an id it was asked for. */
export type ObjectAnswer =
  | {
      readonly kind: ObjectKind;
      readonly oid: string;
      readonly sizeBytes: number;
      /** To be read before the next answer is asked for; what is not read by then is dropped. Throws `CorruptObject`. */
      readonly chunks: AsyncIterable<Buffer>;
    }
  | { readonly kind: 'missing'; readonly oid: string }
  | { readonly kind: 'corrupt'; readonly oid: string };

/** An object whose content turned out to be broken after some of it was given. */
export class CorruptObject extends Error {
  readonly oid: string;

  constructor(oid: string) {
    super(`object ${oid} is corrupt`);
    this.name = 'CorruptObject';
    this.oid = oid;
  }
}

/** Ids sent before their answers are read. */
const ASKED_AHEAD_COUNT = 256;
const HEADER_LENGTH_LIMIT = 1024;

const corruption = /corrupt|cannot be read|unable to|inflate|bad object|unpack|truncated|mismatch|garbage/;

/** Reads one object at a time: nothing else may be asked while `readAll` is under way. Throws a `GitError` when git dies of something else. */
export class CatFile {
  readonly #options: GitOptions;
  #talk: Talk | undefined;

  constructor(options: GitOptions) {
    this.#options = options;
  }

  /** Starts git before the first question, so that it is ready when that comes. */
  open(): void {
    this.#talk ??= this.#start();
  }

  async read(oid: string): Promise<ObjectAnswer> {
    for await (const answer of this.#answer([oid], { drops: false })) return answer;
    throw new Error('git was asked and did not answer');
  }

  /** The answers for all of `oids`, in their order. */
  readAll(oids: Iterable<string>): AsyncGenerator<ObjectAnswer, void> {
    return this.#answer(oids, { drops: true });
  }

  /** Ends git. Nothing may be asked any more. */
  close(): void {
    this.#talk?.close();
    this.#talk = undefined;
  }

  async *#answer(oids: Iterable<string>, { drops }: { drops: boolean }): AsyncGenerator<ObjectAnswer, void> {
    await this.#talk?.dropRest();
    const asked: string[] = [];
    const source = oids[Symbol.iterator]();
    try {
      for (;;) {
        const fresh = takeSome(source, asked);
        if (asked.length === 0) return;
        if (this.#talk?.isAlive) this.#talk.ask(fresh);
        else this.#reopen(asked);
        yield await this.#talk!.readAnswer(asked.shift()!);
        if (drops) await this.#talk?.dropRest();
      }
    } finally {
      // Answers to what nobody waits for any more would be taken for those to the next question.
      if (asked.length > 0) this.close();
    }
  }

  #reopen(asked: readonly string[]): void {
    this.#talk = this.#start();
    this.#talk.ask(asked);
  }

  #start(): Talk {
    return new Talk(openGit(['cat-file', '--batch'], this.#options));
  }
}

/** Moves ids from `source` to `asked`, half a window at a time, and returns them. */
function takeSome(source: Iterator<string>, asked: string[]): readonly string[] {
  const fresh: string[] = [];
  if (asked.length > ASKED_AHEAD_COUNT / 2) return fresh;
  while (asked.length < ASKED_AHEAD_COUNT) {
    const step = source.next();
    if (step.done) break;
    fresh.push(step.value);
    asked.push(step.value);
  }
  return fresh;
}

/** One git process and what is left to read of its current answer. */
class Talk {
  readonly #git: GitDialogue;
  readonly #pieces: AsyncIterator<Buffer>;
  #held: Buffer = Buffer.alloc(0);
  /** Bytes of the current object not given yet, with the line end after them; 0 between answers. */
  #leftCount = 0;
  #oid = '';
  isAlive = true;

  constructor(git: GitDialogue) {
    this.#git = git;
    this.#pieces = (git.output as Readable & AsyncIterable<Buffer>)[Symbol.asyncIterator]();
  }

  ask(oids: readonly string[]): void {
    if (oids.length > 0) this.#git.input.write(`${oids.join('\n')}\n`);
  }

  async readAnswer(oid: string): Promise<ObjectAnswer> {
    this.#oid = oid;
    const header = await this.#readHeader();
    if (header === undefined) return { kind: 'corrupt', oid };
    const [, kind = '', size] = header.split(' ');
    if (kind === 'missing') return { kind, oid };
    const sizeBytes = Number(size);
    this.#leftCount = sizeBytes + 1;
    return { kind: kind as ObjectKind, oid, sizeBytes, chunks: this.#readContent() };
  }

  async dropRest(): Promise<void> {
    while (this.#leftCount > 0 && this.isAlive) if (!(await this.#readPiece())) return;
  }

  close(): void {
    this.isAlive = false;
    this.#git.input.end();
    this.#git.kill();
  }

  /** Undefined when the object is corrupt. */
  async #readHeader(): Promise<string | undefined> {
    for (;;) {
      const end = this.#held.indexOf(10);
      if (end >= 0) {
        const header = this.#held.toString('latin1', 0, end);
        this.#held = this.#held.subarray(end + 1);
        return header;
      }
      if (this.#held.length > HEADER_LENGTH_LIMIT) throw new Error('git cat-file answers in another way');
      const piece = await this.#nextPiece();
      if (!piece) return undefined;
      this.#held = Buffer.concat([this.#held, piece]);
    }
  }

  async *#readContent(): AsyncGenerator<Buffer, void> {
    while (this.#leftCount > 0) {
      const piece = await this.#readPiece();
      if (!piece) throw new CorruptObject(this.#oid);
      if (piece.length > 0) yield piece;
    }
  }

  /** Some bytes of the object, without the line end after it; undefined when git found it to be corrupt. */
  async #readPiece(): Promise<Buffer | undefined> {
    const bytes = this.#held.length > 0 ? this.#held : await this.#nextPiece();
    if (!bytes) return undefined;
    const piece = bytes.subarray(0, this.#leftCount);
    this.#held = bytes.subarray(piece.length);
    this.#leftCount -= piece.length;
    return this.#leftCount === 0 ? piece.subarray(0, -1) : piece;
  }

  async #nextPiece(): Promise<Buffer | undefined> {
    const step = await this.#pieces.next();
    if (!step.done) return step.value;
    this.isAlive = false;
    // Whatever git left running ends with its input, and only then is its end told.
    this.#git.input.destroy();
    await this.#explainEnd();
    return undefined;
  }

  /** Returns when a corrupt object ended git; throws for every other reason. */
  async #explainEnd(): Promise<void> {
    try {
      await this.#git.finish();
    } catch (error) {
      if (error instanceof GitError && error.exitCode === 128 && corruption.test(error.stderr)) return;
      throw error;
    }
    throw new GitError('git cat-file ended before it answered', { kind: 'failed', exitCode: 0, stderr: '' });
  }
}
