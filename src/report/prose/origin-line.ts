import { assertNever } from '../../core/assert-never.ts';
import type { Place } from '../../core/finding.ts';
import {
  type BlobOrigin,
  type CommitStamp,
  type NoteOrigin,
  type Origin,
  SHORT_ID_LENGTH,
  type Standing,
} from '../../core/origin.ts';
import type { TextCodec } from '../../core/text-codec.ts';
import { formatCount } from './quantity.ts';
import { toSentence } from './sentences.ts';

/** More refs of a place are counted; the reports for machines list them. */
const NAMED_REF_COUNT = 3;

interface Remarkable {
  readonly origin: Origin;
  readonly encodings?: Place['encodings'] | undefined;
}

/** What stands behind a place on its line: empty, or remarks in brackets. */
export function remarkOn({ origin, encodings }: Remarkable): string {
  const remarks = [
    encodings ? tellEncodings(encodings) : '',
    origin.kind === 'staged' ? 'staged' : '',
    origin.kind === 'file' && origin.isIgnored ? 'ignored by git' : '',
  ].filter((remark) => remark !== '');
  return remarks.length === 0 ? '' : ` (${remarks.join(', ')})`;
}

/** How a secret is written, as `written in hex, then base64`: the last is what stands in the file. */
export function tellEncodings(encodings: readonly TextCodec[]): string {
  return `written in ${encodings.toReversed().join(', then ')}`;
}

/** Where in an archive a place is, as a part of a sentence: `, in lib/a.txt:3:5 of the archive`; empty where it is in none. */
export function tellEntry({ entry, start }: Place): string {
  return entry === undefined ? '' : `, in ${entry}:${start.line}:${start.column} of the archive`;
}

/** What is known of the history behind a place, as one sentence without a full stop; empty when there is none. */
export function tellHistory(origin: Origin): string {
  switch (origin.kind) {
    case 'file':
    case 'stdin':
    case 'staged':
      return '';
    case 'blob':
    case 'note':
      return join([
        origin.commit && `first in ${name(origin.commit)}`,
        tellFate(origin),
        tellRefs(origin.life),
      ]);
    case 'commit':
      return join([tellAuthor(origin.commit), tellReach(origin.standing), tellRefs(origin.standing)]);
    case 'tag':
      return join([tellReach(origin.standing)]);
    default:
      return assertNever(origin);
  }
}

/** The same as a sentence of its own. */
export function writeHistorySentence(origin: Origin): string {
  const history = tellHistory(origin);
  return history === '' ? '' : toSentence(`${history[0]!.toUpperCase()}${history.slice(1)}`);
}

function join(parts: readonly (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined && part !== '').join('; ');
}

function name(commit: CommitStamp): string {
  return `${commit.id.slice(0, SHORT_ID_LENGTH)} ${tellAuthor(commit)}`.trimEnd();
}

function tellAuthor({ author, email, date }: CommitStamp): string {
  const who = [author, email === undefined ? '' : `<${email}>`].filter((word) => word !== '').join(' ');
  return [who === '' ? '' : `by ${who}`, date === '' ? '' : `on ${date.slice(0, 10)}`]
    .filter((part) => part !== '')
    .join(' ');
}

function tellFate({ life, kind }: BlobOrigin | NoteOrigin): string | undefined {
  if (!life) return undefined;
  const versions = life.versionCount > 1 ? ` (${formatCount(life.versionCount, 'version')})` : '';
  if (life.isInHead) return `still in HEAD${versions}`;
  if (kind === 'note' || life.reach !== 'refs') return `${tellReach(life)}${versions}`;
  const removed = life.removed ? `, last removed in ${life.removed.id.slice(0, SHORT_ID_LENGTH)}` : '';
  return `not in HEAD${removed}${versions}`;
}

const reaches = {
  refs: '',
  reflog: 'no ref leads to it, but a reflog does',
  index: 'in no commit, but in the index',
  unreachable: 'unreachable: no ref leads to it',
} as const;

function tellReach(standing: Standing | undefined): string {
  return standing ? reaches[standing.reach] : '';
}

function tellRefs(standing: Standing | undefined): string | undefined {
  if (!standing || standing.refCount === 0) return undefined;
  const named = standing.refs.slice(0, NAMED_REF_COUNT).map(shorten);
  const moreCount = standing.refCount - named.length;
  return `on ${named.join(', ')}${moreCount > 0 ? ` and ${formatCount(moreCount, 'more ref')}` : ''}`;
}

function shorten(ref: string): string {
  return ref.replace(/^refs\/(?:heads|tags|remotes)\//, '').replace(/^refs\//, '');
}
