// What crosses between a scan of objects and its threads.

import type { MarkSyntax } from '../core/mark.ts';
import type { Rule } from '../core/rule.ts';
import type { SearchTally, WorkCounter } from '../git/packs/object-search.ts';
import type { ObjectTables } from '../git/packs/object-tables.ts';
import type { ObjectKind } from '../git/packs/search-plan.ts';
import type { WireMatch } from './wire.ts';

export interface ObjectWorkerOptions {
  readonly rules: readonly Rule[];
  readonly drawsFrames: boolean;
  readonly markSyntaxes?: readonly MarkSyntax[] | undefined;
  /** Whether text in code is decoded where it may hold a secret; not, when absent. */
  readonly decodes?: boolean | undefined;
  /** Memory for objects, in this thread. */
  readonly budgetBytes: number;
}

/** Blobs (hex id) and the names that trees give them, as far as a name decides how a blob is read. */
export type NamePairs = readonly (readonly [id: string, names: readonly string[]])[];

/** Read trees, or search contents, until the counter runs out. */
export type ObjectOrder =
  | { readonly kind: 'tables'; readonly tables: ObjectTables }
  | { readonly kind: 'trees'; readonly counter: WorkCounter }
  | { readonly kind: 'contents'; readonly counter: WorkCounter; readonly names: NamePairs };

/** The matches of one object. */
export interface ObjectMatches {
  /** Hex. */
  readonly id: string;
  readonly kind: ObjectKind;
  /** The name it was read under; empty when none of its names decides anything. */
  readonly name: string;
  readonly matches: readonly WireMatch[];
}

/** What became of an order in one thread. */
export interface OrderOutcome {
  readonly tally: SearchTally;
  /** Found by an order for trees. */
  readonly names: NamePairs;
  /** Objects that were scanned, hex ids: found by an order for contents. */
  readonly candidateIds: readonly string[];
}

export type ObjectAnswer =
  | { readonly kind: 'matches'; readonly found: ObjectMatches }
  | { readonly kind: 'done'; readonly outcome: OrderOutcome };
