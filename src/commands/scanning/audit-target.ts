import { relative, resolve } from 'node:path';

import { findTarget, isGitDirectory } from '../../sources/target.ts';
import { type Arguments, type Context, readFlag } from '../command.ts';
import { describeRepository } from '../options/repository-options.ts';
import type { ScanTarget } from './scan-target.ts';

/** What is audited where nothing is named: the work tree round the current folder, or that folder where there is none. */
export function nameWhole(given: Arguments, { cwd }: Context): string {
  const { realPath, workTree } = findTarget('.', cwd);
  if (!readFlag(given, 'git') || workTree === undefined || isGitDirectory(realPath)) return '.';
  return relative(realPath, workTree) || '.';
}

/** Files and history where there are both; a bare repository has no files, and a folder outside of git no history. */
export function chooseTarget(word: string, given: Arguments, { cwd }: Context): ScanTarget {
  const target = { paths: [word], stdinPath: undefined };
  if (!readFlag(given, 'git')) return target;
  const directory = resolve(cwd, word);
  const { realPath, workTree } = findTarget(word, cwd);
  const isBare = isGitDirectory(realPath);
  if (!isBare && (workTree === undefined || !readFlag(given, 'history'))) return target;
  const part = { kind: 'history' as const };
  const repository = describeRepository(part, given, { cwd, named: isBare ? directory : workTree });
  return { ...target, paths: isBare ? [] : [word], repository, label: word };
}
