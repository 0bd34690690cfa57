// What a walk of delta trees is given and what it tells.
import type { ByteRange } from './byte-range.ts';
import type { PackTable } from './pack-table.ts';
import type { SearchPlans } from './search-plan.ts';
import type { EntryListener, EntryStarts } from './tree-reader.ts';

/** Where an entry is: index in pack order. */
export interface EntryRef {
  readonly table: PackTable;
  readonly index: number;
}

export type TakeTree = (
  tree: EntryStarts,
  base: EntryStarts | undefined,
  entry: EntryRef | undefined,
) => void;

/** What a walk tells; of trees, all entries but those that a tree has from its base. */
export interface WalkListener extends EntryListener {
  /** `type` is the packs' number; `bytes` last until the call returns. */
  take(entry: EntryRef, type: number, bytes: Buffer): void;
  /** A commit or a tag, found or not. */
  readLinks(entry: EntryRef, type: number, object: ByteRange): void;
  /**
   * Where trees are followed: every tree once its entries were told, also one that is known from elsewhere. `base` is what it is
   * built on; the entry is absent for a base that is not in the pack.
   */
  readonly takeTree?: TakeTree | undefined;
  /** Called once for each object that was read, found or not. */
  count(type: number, sizeBytes: number): void;
  /** The object is not expanded here, because it or one that it is built on is too large. */
  leave(entry: EntryRef): void;
  damage(entry: EntryRef, detail: string): void;
  /** An object that is not in this pack; undefined when it is nowhere, or too large. */
  readElsewhere(id: Buffer): { readonly type: number; readonly bytes: Buffer } | undefined;
}

export interface WalkOptions {
  readonly plans: SearchPlans;
  readonly listener: WalkListener;
  /** For objects that are rebuilt, all together. */
  readonly budgetBytes: number;
  /** Larger objects are left. */
  readonly largestBytes: number;
}
