// The secrets that stood in what a commit replaces or moves. The same few blobs are asked about for every file of the commit.
import type { Introduction } from '../sources/git-range.ts';
import type { WantedObject } from './catfile-reader.ts';

/** A commit may take away a thousand files and bring many thousands: after so many reads nobody looks any more for what moved. */
const MOST_MOVED_READS = 100_000;

export class KnownSecrets {
  readonly #readSecrets: (wanted: WantedObject) => Promise<ReadonlySet<string>>;
  readonly #isBinding: (path: string) => boolean;
  readonly #known = new Map<string, ReadonlySet<string>>();
  #movedReadsLeft = MOST_MOVED_READS;

  /** Whether a blob's path matters to rules is for `isBinding` to say. */
  constructor(
    readSecrets: (wanted: WantedObject) => Promise<ReadonlySet<string>>,
    isBinding: (path: string) => boolean,
  ) {
    this.#readSecrets = readSecrets;
    this.#isBinding = isBinding;
  }

  /** As texts. */
  async list({ path, oldIds, takenIds }: Introduction): Promise<ReadonlySet<string>> {
    const secrets = new Set<string>();
    const place = this.#isBinding(path) ? path : '';
    for (const oid of oldIds) for (const text of await this.#read(oid, path, place)) secrets.add(text);
    for (const oid of takenIds) {
      const known = this.#known.get(`${oid} ${place}`);
      if (!known && --this.#movedReadsLeft < 0) break;
      for (const text of known ?? (await this.#read(oid, path, place))) secrets.add(text);
    }
    return secrets;
  }

  async #read(oid: string, path: string, place: string): Promise<ReadonlySet<string>> {
    const key = `${oid} ${place}`;
    const known = this.#known.get(key) ?? (await this.#readSecrets({ oid, path }));
    this.#known.set(key, known.size === 0 ? NONE : known);
    return known;
  }
}

const NONE: ReadonlySet<string> = new Set();
