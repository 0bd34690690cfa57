import { existsSync } from 'node:fs';
import { ToolError } from '../core/errors.ts';
import { type GitOptions, readGit } from './run.ts';

/**
 * Throws a `ToolError` when a hook was told an index that is not there. Git takes it for an empty one: every file seems to be
 * deleted, and nothing seems to be staged.
 */
export async function checkNamedIndex(git: GitOptions): Promise<void> {
  if (!git.keepsPlace || process.env['GIT_INDEX_FILE'] === undefined) return;
  const answer = await readGit(['rev-parse', '--path-format=absolute', '--git-path', 'index'], git);
  const file = answer.replace(/\n$/, '');
  if (existsSync(file)) return;
  throw new ToolError('git-refused', `the index that git names is not there: ${file}`, {
    hint: 'Run the hook in the folder where git starts it: GIT_INDEX_FILE is relative to it.',
  });
}
