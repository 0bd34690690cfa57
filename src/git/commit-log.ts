// `git log --raw -z`, read as it comes. A history has millions of changes and few of them matter, so a change is handed over as the
// text git wrote: its reader looks for an id in it and takes it apart only when it wants it.
import { type GitOptions, streamGit } from './run.ts';
import { checkPathLength } from './too-many-paths.ts';

/** The bytes of a path, one a character. */
export type PathBytes = string;

/** A commit and who wrote it; texts are bytes, one a character, and may be slices of something larger. */
export interface CommitStamp {
  readonly id: string;
  readonly author: string;
  readonly email: string;
  /** ISO 8601, in the author's time zone. */
  readonly date: string;
}

export interface CommitHeader extends CommitStamp {
  readonly tree: string;
  readonly parents: readonly string[];
}

export interface LogReader {
  /** Called for every commit before its changes; for a merge with `-m` once for each parent that differs. */
  commit(header: CommitHeader): void;
  /** A line of `--raw` without its path, as in git-diff-tree(1), "RAW OUTPUT FORMAT". */
  change(raw: string, path: PathBytes): void;
}

/** One change, taken apart. A merge told with `-c` has several old sides. */
export interface Change {
  readonly oldIds: readonly string[];
  readonly newId: string;
  readonly newMode: string;
}

export const SUBMODULE_MODE = '160000';

/**
 * For every `git log` and `git diff` that is parsed here: raw changes, with each setting of `diff.*` overruled that would change the
 * output or run a program.
 */
export const RAW_CHANGE_ARGS: readonly string[] = [
  '--raw',
  '-z',
  '--no-renames',
  '--no-abbrev',
  '--no-ext-diff',
  '--no-textconv',
  '--no-relative',
  '--no-color',
  '--ignore-submodules=none',
  '-O/dev/null',
];

// So is every setting of `log.*`.
export const LOG_ARGS: readonly string[] = [
  'log',
  '-z',
  '--root',
  '--no-show-signature',
  '--no-mailmap',
  '--no-follow',
  '--encoding=UTF-8',
  '--format=%H %T %P%x00%an%x00%ae%x00%aI',
];
const FIELD_COUNT = 4;

/** The log that `args` choose without the changes, which take git most of its time; for a `LogParser`. Throws like `streamGit`. */
export function streamHeaderLog(args: readonly string[], git: GitOptions): AsyncGenerator<Buffer, void> {
  return streamGit([...LOG_ARGS, '--no-patch', ...args], git);
}

/** The same, one commit after the other. */
export async function* streamHeaders(
  args: readonly string[],
  git: GitOptions,
): AsyncGenerator<CommitHeader, void> {
  let headers: CommitHeader[] = [];
  const parser = new LogParser({ commit: (header) => void headers.push(header), change: () => undefined });
  for await (const chunk of streamHeaderLog(args, git)) {
    parser.write(chunk);
    yield* headers;
    headers = [];
  }
}

/** Of a longer name of a person no more is kept. */
const LONGEST_FIELD = 1 << 16;

/** Splits the output of git wherever it was cut. */
export class LogParser {
  readonly #reader: LogReader;
  #rest = '';
  /** Whether what comes next, up to the end of the record, is left out. */
  #isCut = false;
  #header: string[] = [];
  #raw: string | undefined;

  constructor(reader: LogReader) {
    this.#reader = reader;
  }

  /** Throws `TooManyPaths` for a path that is too long. */
  write(chunk: Buffer): void {
    const text = this.#rest + this.#skipCut(chunk.toString('latin1'));
    let start = 0;
    for (let end = text.indexOf('\0'); end >= 0; end = text.indexOf('\0', start)) {
      this.#take(text.slice(start, end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
    this.#limitRest();
  }

  #skipCut(text: string): string {
    if (!this.#isCut) return text;
    const end = text.indexOf('\0');
    this.#isCut = end < 0;
    return end < 0 ? '' : text.slice(end);
  }

  /** What is put together piece by piece is copied with each piece. */
  #limitRest(): void {
    if (this.#raw !== undefined) checkPathLength(this.#rest.length, 'its commits change files');
    else if (this.#rest.length > LONGEST_FIELD) {
      this.#rest = this.#rest.slice(0, LONGEST_FIELD);
      this.#isCut = true;
    }
  }

  #take(record: string): void {
    if (this.#raw !== undefined) this.#takePath(record);
    else if (this.#header.length > 0) this.#takeField(record);
    else this.#takeStart(record.charCodeAt(0) === LINE_END ? record.slice(1) : record);
  }

  #takePath(path: string): void {
    this.#reader.change(this.#raw!, path);
    this.#raw = undefined;
  }

  /** Between commits git puts an empty record here and a line end there. */
  #takeStart(record: string): void {
    if (record.charCodeAt(0) === COLON) this.#raw = record;
    else if (record !== '') this.#header.push(record);
  }

  #takeField(field: string): void {
    this.#header.push(field);
    if (this.#header.length < FIELD_COUNT) return;
    const [ids = '', author = '', email = '', date = ''] = this.#header;
    this.#header = [];
    const [id = '', tree = '', ...parents] = ids.trimEnd().split(' ');
    this.#reader.commit({ id, tree, parents, author, email, date });
  }
}

const LINE_END = 10;
const COLON = 58;

/** `:oldmode newmode oldid newid status`, and with n colons n old modes and n old ids. */
export function parseChange(raw: string): Change {
  const oldCount = /^:+/.exec(raw)![0].length;
  const words = raw.slice(oldCount).split(' ');
  return {
    oldIds: words.slice(oldCount + 1, 2 * oldCount + 1),
    newId: words[2 * oldCount + 1] ?? '',
    newMode: words[oldCount] ?? '',
  };
}

/** The new id of a change with one old side, without taking the rest apart. */
export function sliceNewId(raw: string, idLength: number): string {
  return raw.slice(FIRST_ID_OFFSET + idLength + 1, FIRST_ID_OFFSET + 2 * idLength + 1);
}

/** The old id of a change with one old side. */
export function sliceOldId(raw: string, idLength: number): string {
  return raw.slice(FIRST_ID_OFFSET, FIRST_ID_OFFSET + idLength);
}

/** The new mode of a change with one old side. */
export function sliceNewMode(raw: string): string {
  return raw.slice(FIRST_ID_OFFSET - 7, FIRST_ID_OFFSET - 1);
}

/** A colon, two modes of six digits, and the spaces after them. */
const FIRST_ID_OFFSET = 15;

/** Whether the id stands for nothing: the file is not there on that side. */
export function isNullId(id: string): boolean {
  return /^0+$/.test(id);
}

/** A text of its own: a slice would keep the whole piece of output alive that it was cut from. */
export function copyText(text: string): string {
  return Buffer.from(text, 'latin1').toString('latin1');
}
