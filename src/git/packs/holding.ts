// What trees hold of the blobs that somebody looks for. Trees that hold the same under the same names share one holding, so two of
// them are compared by looking only at where they differ.
import type { PathBytes } from '../commit-log.ts';

export interface Holding {
  /** No two holdings have the same one. */
  readonly number: number;
  /** In the order of trees: by name, a folder as if its name ended with a slash. */
  readonly entries: readonly HeldEntry[];
}

export interface HeldEntry {
  readonly name: PathBytes;
  /** Hex id of a blob, or what a folder holds. */
  readonly held: Holding | string;
}

/** A blob that stands at a path where it did not stand before, or that stands there no more. */
export interface BlobChange {
  readonly oid: string;
  readonly path: PathBytes;
  readonly isNew: boolean;
}

export const NOTHING: Holding = { number: 0, entries: [] };

/** Makes one holding of all that are alike. */
export class HoldingShelf {
  readonly #known = new Map<string, Holding>();

  put(unsorted: readonly HeldEntry[]): Holding {
    if (unsorted.length === 0) return NOTHING;
    const entries = [...unsorted].sort((a, b) => (toOrder(a) < toOrder(b) ? -1 : 1));
    const key = entries
      .map(({ name, held }) => `${name}\0${typeof held === 'string' ? held : held.number}`)
      .join('\0');
    const known = this.#known.get(key);
    if (known) return known;
    const holding = { number: this.#known.size + 1, entries };
    this.#known.set(key, holding);
    return holding;
  }
}

/** In the order of paths. There may be any number of them: folders that share their content are each gone through. */
export function* compare(before: Holding, after: Holding, folder = ''): Generator<BlobChange, void> {
  if (before === after) return;
  const olds = before.entries;
  let at = 0;
  for (const entry of after.entries) {
    const place = toOrder(entry);
    for (; at < olds.length && toOrder(olds[at]!) < place; at++) yield* list(olds[at]!, folder, false);
    const old = at < olds.length && toOrder(olds[at]!) === place ? olds[at++]! : undefined;
    yield* compareAt(old, entry, folder);
  }
  for (; at < olds.length; at++) yield* list(olds[at]!, folder, false);
}

function* compareAt(
  old: HeldEntry | undefined,
  entry: HeldEntry,
  folder: string,
): Generator<BlobChange, void> {
  const before = old?.held ?? NOTHING;
  if (typeof before !== 'string' && typeof entry.held !== 'string') {
    yield* compare(before, entry.held, `${folder}${entry.name}/`);
  } else if (before !== entry.held) {
    yield* list(entry, folder, true);
    if (old) yield* list(old, folder, false);
  }
}

/** A blob itself, or all that a folder holds. */
function* list({ name, held }: HeldEntry, folder: string, isNew: boolean): Generator<BlobChange, void> {
  if (typeof held === 'string') yield { oid: held, path: folder + name, isNew };
  else for (const entry of held.entries) yield* list(entry, `${folder}${name}/`, isNew);
}

function toOrder({ name, held }: HeldEntry): string {
  return typeof held === 'string' ? name : `${name}/`;
}
