// Reads the entries of a tree: `mode SP name NUL id`, one after the other (gitformat-pack(5) has none of it; see git-mktree(1)).

export interface TreeEntry {
  /** Its bytes, one a character. */
  readonly name: string;
  /** Hex. */
  readonly id: string;
}

const REGULAR_FILE = 0o100000;
const TYPE_MASK = 0o170000;

/** The entries that are files (not trees, links or submodules). Stops at the first one that is cut short. */
export function* readFileEntries(tree: Buffer, hashLength: number): Generator<TreeEntry> {
  for (let at = 0; at < tree.length; ) {
    const space = tree.indexOf(32, at);
    const nul = tree.indexOf(0, space);
    const end = nul + 1 + hashLength;
    if (space < 0 || nul < 0 || end > tree.length) return;
    const mode = Number.parseInt(tree.toString('latin1', at, space), 8);
    if ((mode & TYPE_MASK) === REGULAR_FILE) {
      yield { name: tree.toString('latin1', space + 1, nul), id: tree.toString('hex', nul + 1, end) };
    }
    at = end;
  }
}
