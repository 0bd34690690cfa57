// Temporary folders for tests, removed when the tests of the file are done.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll } from 'vitest';

/** What to write, by path with `/`: content, `null` to remove what is there, or a symbolic link. */
export type Files = Readonly<Record<string, string | Uint8Array | null | SymbolicLink>>;

export interface SymbolicLink {
  readonly linkTo: string;
}

/** A temporary folder. */
export interface Folder {
  /** Absolute, without symbolic links. */
  readonly dir: string;
  /** The absolute path of something in it. */
  path(...names: string[]): string;
  write(files: Files): void;
  /** Removes it now; needed only where a test makes very many. */
  remove(): void;
}

const created = new Set<string>();

afterAll(() => {
  for (const dir of created) removeFolder(dir);
});

/** A new temporary folder that holds `files`. */
export function folder(files: Files = {}): Folder {
  const dir = mkdtempSync(join(realpathSync(tmpdir()), 'invguard-test-'));
  created.add(dir);
  const made = {
    dir,
    path: (...names: string[]) => join(dir, ...names),
    write: (more: Files) => writeFiles(dir, more),
    remove: () => removeFolder(dir),
  };
  made.write(files);
  return made;
}

function writeFiles(dir: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(dir, name);
    rmSync(path, { recursive: true, force: true });
    if (content === null) continue;
    mkdirSync(dirname(path), { recursive: true });
    if (typeof content === 'object' && 'linkTo' in content) symlinkSync(content.linkTo, path);
    else writeFileSync(path, content);
  }
}

/** Node cannot remove what lies deeper than a path may be long; `rm` can. */
function removeFolder(dir: string): void {
  created.delete(dir);
  if (process.platform === 'win32') rmSync(dir, { recursive: true, force: true });
  else spawnSync('rm', ['-rf', '--', dir]);
}
