import type { Position, Span } from './location.ts';
import type { Mark } from './mark.ts';
import type { Origin } from './origin.ts';
import type { Revocation } from './revocation.ts';
import type { Rule } from './rule.ts';
import type { Secret } from './secret.ts';
import type { TextCodec } from './text-codec.ts';
import type { Verification } from './verification.ts';

/** One line round a match, made safe to print: every secret in it is masked, control characters are replaced. */
export interface Frame {
  readonly text: string;
  /** Where the masked secret stands in `text`, in UTF-16 code units. */
  readonly maskStart: number;
  readonly maskEnd: number;
}

/** What the engine reports: a secret at a place of one blob. Plain data, so that it may cross threads. */
export interface Match {
  readonly rule: Rule;
  /** The secret's text, a string of its own. */
  readonly text: string;
  /** The path in the archive that the blob is, with `!/` behind every archive within; absent where it stands in the blob itself. */
  readonly entry?: string;
  /** Counts in the entry where there is one, as do lines and columns. */
  readonly span: Span;
  readonly start: Position;
  readonly end: Position;
  /** How the secret is written there, the outermost first; absent where it stands as it is. */
  readonly encodings?: readonly TextCodec[];
  readonly frame?: Frame;
  /** The mark that speaks about this place; whether it counts is for the policy to say. */
  readonly mark?: Mark;
}

/** One place where a secret stands. */
export interface Place {
  readonly origin: Origin;
  /** The path in the archive that the blob is, with `!/` behind every archive within; absent where it stands in the blob itself. */
  readonly entry?: string;
  /** Counts in the entry where there is one, as do lines and columns. */
  readonly span: Span;
  readonly start: Position;
  /** Exclusive. */
  readonly end: Position;
  /** How the secret is written there, the outermost first; absent where it stands as it is. The span is that of the encoded text. */
  readonly encodings?: readonly TextCodec[];
  readonly frame?: Frame;
  /** The mark that speaks about this place; whether it counts is for the policy to say. */
  readonly mark?: Mark;
}

/** One secret, with all its places. */
export interface Finding {
  /** The most specific of the rules that matched the secret anywhere. */
  readonly rule: Rule;
  readonly secret: Secret;
  /** Keyed hash of the rule's kind and the secret, 32 hex digits: the same in every mode, file, line and commit. */
  readonly fingerprint: string;
  /** In the order of path and offset; at most `MAX_LISTED_PLACES` of them. */
  readonly places: readonly Place[];
  /** How many places there are, listed or not. */
  readonly placeCount: number;
  /** How many more places there are that somebody allowed; absent when there is none. */
  readonly allowedPlaceCount?: number;
  /** What the vendor said of it; absent when nobody asked. */
  readonly verification?: Verification;
  /** Present when its revocation was asked for or planned. */
  readonly revocation?: Revocation;
}

/** More places than this are counted but not listed, so that one secret in a million files costs no memory. */
export const MAX_LISTED_PLACES = 1000;
