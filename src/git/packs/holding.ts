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

export interface HoldingListener {
  introduce(oid: string, path: PathBytes): void;
  remove(oid: string, path: PathBytes): void;
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

/** Tells, path by path, which blobs stand where they did not stand before, and which stand there no more. */
export function compare(before: Holding, after: Holding, listener: HoldingListener, folder = ''): void {
  if (before === after) return;
  const introduce = (oid: string, path: PathBytes) => listener.introduce(oid, path);
  const remove = (oid: string, path: PathBytes) => listener.remove(oid, path);
  const olds = before.entries;
  let at = 0;
  for (const entry of after.entries) {
    const place = toOrder(entry);
    for (; at < olds.length && toOrder(olds[at]!) < place; at++) tell(olds[at]!, folder, remove);
    const isInBoth = at < olds.length && toOrder(olds[at]!) === place;
    const old = isInBoth ? olds[at++]!.held : NOTHING;
    if (typeof old !== 'string' && typeof entry.held !== 'string')
      compare(old, entry.held, listener, `${folder}${entry.name}/`);
    else if (old !== entry.held) {
      tell(entry, folder, introduce);
      if (isInBoth) tell({ name: entry.name, held: old }, folder, remove);
    }
  }
  for (; at < olds.length; at++) tell(olds[at]!, folder, remove);
}

/** Of a blob itself, or of all that a folder holds. */
function tell(
  { name, held }: HeldEntry,
  folder: string,
  tellBlob: (oid: string, path: PathBytes) => void,
): void {
  if (typeof held === 'string') tellBlob(held, folder + name);
  else for (const entry of held.entries) tell(entry, `${folder}${name}/`, tellBlob);
}

function toOrder({ name, held }: HeldEntry): string {
  return typeof held === 'string' ? name : `${name}/`;
}
