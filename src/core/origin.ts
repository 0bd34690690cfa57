/**
 * Where a blob's bytes come from. Paths of files are relative to the scan's base directory (of what git keeps: to the top of the
 * repository), with `/` on every system; what is no file has a `path` that names it, such as `commit 1a2b3c4d5e6f`.
 */
export type Origin =
  | { readonly kind: 'file'; readonly path: string; readonly isIgnored?: boolean }
  | { readonly kind: 'stdin'; readonly path: string }
  /** A file as the index has it, whatever the working tree says. */
  | { readonly kind: 'staged'; readonly path: string; readonly blob: string }
  | BlobOrigin
  | NoteOrigin
  | CommitOrigin
  | TagOrigin;

/** A file as some commit had it. */
export interface BlobOrigin {
  readonly kind: 'blob';
  readonly path: string;
  /** The object's id: of the oldest version of the file that holds the secret. */
  readonly blob: string;
  /** The commit that brought it; absent when none holds it, or none that could be read. */
  readonly commit?: CommitStamp;
  /** Absent where it was not asked for: the scan of a range tells what its commits bring. */
  readonly life?: BlobLife;
}

/** A note attached to an object; positions count in its blob. */
export interface NoteOrigin extends Omit<BlobOrigin, 'kind'> {
  readonly kind: 'note';
  /** The id of the object that it is about. */
  readonly about: string;
}

/** A commit's own text: message and headers. Positions count in what `git cat-file commit` prints. */
export interface CommitOrigin {
  readonly kind: 'commit';
  readonly path: string;
  readonly commit: CommitStamp;
  readonly standing?: Standing;
}

/** An annotated tag. Positions count in what `git cat-file tag` prints. */
export interface TagOrigin {
  readonly kind: 'tag';
  readonly path: string;
  /** The id of the tag object. */
  readonly tag: string;
  readonly standing?: Standing;
}

/** A commit, as reports name it. */
export interface CommitStamp {
  readonly id: string;
  readonly author: string;
  /** Present only when the user asked for it. */
  readonly email?: string;
  /** ISO 8601, when it was written, in the author's time zone; empty when the commit tells no date. */
  readonly date: string;
}

/** What leads to an object: a ref, only a reflog (or another work tree's HEAD), only the index, or nothing at all. */
export type Reach = 'refs' | 'reflog' | 'index' | 'unreachable';

export interface Standing {
  readonly reach: Reach;
  /** For a file: whether HEAD's tree holds it. For a commit: whether it is part of HEAD's history. */
  readonly isInHead: boolean;
  /** Refs whose history holds it, the first `MAX_LISTED_REFS`. */
  readonly refs: readonly string[];
  readonly refCount: number;
}

/** What became of the versions of a file that hold a secret. */
export interface BlobLife extends Standing {
  /** How many versions of the file hold the secret. */
  readonly versionCount: number;
  /** The last commit that took it away; absent while it is in HEAD. */
  readonly removed?: CommitStamp;
  /** Other paths that the same bytes had, the first ones. */
  readonly otherPaths: readonly string[];
}

/** More refs than this are counted but not listed. */
export const MAX_LISTED_REFS = 20;

/** How many hex digits of an id are shown where it stands in a sentence. */
export const SHORT_ID_LENGTH = 12;

/** What a blob is called whose path is not known. */
export function nameBlob(oid: string): string {
  return `blob ${oid.slice(0, SHORT_ID_LENGTH)}`;
}
