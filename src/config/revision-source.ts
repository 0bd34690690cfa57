import { GitError, type GitOptions } from '../git/run.ts';
import { listTreeFiles, readBlob } from '../git/tree-files.ts';
import { decodeText, type PolicySource, refuseFile, refuseSize } from './policy-source.ts';

/** The files of a commit. `name` is what errors and reports call it. */
export function createRevisionSource(commit: string, name: string, git: GitOptions): PolicySource {
  return {
    prefix: `${name}:`,
    read: async (path, maxBytes) => {
      const shown = `${name}:${path}`;
      try {
        const [file] = await listTreeFiles(commit, [path], git);
        if (!file) return undefined;
        if (file.mode === '120000') throw refuseFile(shown, 'is a symbolic link', 'Commit the file itself.');
        const bytes = await readBlob(file.oid, maxBytes, git);
        if (!bytes) throw refuseSize(shown, maxBytes);
        return decodeText(bytes, shown);
      } catch (error) {
        if (!(error instanceof GitError)) throw error;
        // Never taken for a file that is not there: what it allows or forbids would be lost without a word.
        throw refuseFile(
          shown,
          `cannot be read: ${error.message}`,
          'Fetch the revision whole, then run again.',
        );
      }
    },
  };
}
