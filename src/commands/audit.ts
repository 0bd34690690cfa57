import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Arguments, Command, Context } from './command.ts';
import { automaticOptions } from './options/automatic-options.ts';
import { describeRepository, wholeOptions } from './options/repository-options.ts';
import { scanOptions } from './options/scan-options.ts';
import { verifyOptions } from './options/verify-options.ts';
import { chooseTarget, nameWhole } from './scanning/audit-target.ts';
import { runScan } from './scanning/run-scan.ts';
import type { ScanTarget } from './scanning/scan-target.ts';

const command: Command = {
  name: 'audit',
  summary: 'Search a whole repository: every file, .env files even when git ignores them, and its history',
  positionals: [{ name: 'path', describe: 'A folder, a URL or a bundle; the repository you are in if none' }],
  options: {
    ...scanOptions,
    ...verifyOptions,
    ...automaticOptions,
    ...wholeOptions,
  },
  examples: [
    ['$0 audit', 'search the current repository and its history'],
    ['$0 audit ../service -o audit.json', 'search another one, also write the report as JSON'],
    ['$0 audit https://example.com/service.git', 'search the history of a repository that is not here'],
  ],
  run: async (given, context) => {
    const word = given.words[0] ?? nameWhole(given, context);
    if (isFolder(word, context.cwd)) return runScan(chooseTarget(word, given, context), given, context);
    const { findCloneSource, cloneToTemporary } = await import('../git/clone.ts');
    const source = findCloneSource(word, context.cwd);
    if (!source) return runScan(chooseTarget(word, given, context), given, context);
    const clone = await cloneToTemporary(source, context.signal);
    try {
      return await runScan(describeClone(clone.directory, source.shown, { given, context }), given, context);
    } finally {
      const left = clone.remove();
      if (left !== undefined) context.stderr.write(tellLeft(left));
    }
  },
};

/** False as well where the system does not let anybody look: whoever looks next tells. */
function isFolder(word: string, cwd: string): boolean {
  try {
    return statSync(resolve(cwd, word)).isDirectory();
  } catch {
    return false;
  }
}

function tellLeft(folder: string): string {
  return `invguard: the copy that was fetched cannot be removed: ${folder}\n  Remove it by hand; it holds what the repository holds.\n`;
}

/** The history of a repository that is somewhere else; nothing of it stays here. */
function describeClone(
  named: string,
  label: string,
  { given, context }: { given: Arguments; context: Context },
): ScanTarget {
  const repository = describeRepository({ kind: 'history' }, given, { cwd: context.cwd, named });
  return { paths: [], stdinPath: undefined, repository, label, isForeign: true };
}

export default command;
