// What every git process of ours runs with. A scanned repository is hostile: its own config can name programs that git would
// start for us (a file-system monitor, hooks, a pager, transports of a missing object). Settings on the command line and
// variables outrank the repository's config, so the doors are shut here, once, for every command.
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Arguments that go before the command. A bare repository has to be named with `--git-dir`; git does not look for it. */
export const SAFE_SETTINGS: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  // A folder of a work tree that looks like a bare repository would bring a config of its own.
  'safe.bareRepository=explicit',
  'protocol.allow=never',
].flatMap((setting) => ['-c', setting]);

/** Outranks the one above, for a git directory that the user named: git then also checks whose it is. */
export const BARE_SETTING: readonly string[] = ['-c', 'safe.bareRepository=all'];

const SAFE_VARIABLES = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_TERMINAL_PROMPT: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_NO_REPLACE_OBJECTS: '1',
  // Grafts give commits other parents than they have: history would end where the repository says.
  GIT_GRAFT_FILE: '/dev/null',
  // Git before 2.45 does not know GIT_NO_LAZY_FETCH, and `protocol.ext.allow` of a repository outranks our `protocol.allow`;
  // this list outranks both (git(1)). It is empty, in a form that Windows does not take for an unset variable.
  GIT_ALLOW_PROTOCOL: ':',
  // The words of git's messages are matched in places.
  LC_ALL: 'C',
} as const;

/** The user's own settings, not a place: with them dropped, `safe.directory` of a CI job would be lost. */
const settingVariables =
  /^GIT_(?:CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|PARAMETERS|COUNT|KEY_\d+|VALUE_\d+)|EXEC_PATH|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM)$/;

/** What git tells its hooks: which repository, index and object store the running command works on. */
const placeVariables =
  /^GIT_(?:DIR|WORK_TREE|COMMON_DIR|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|QUARANTINE_PATH|NAMESPACE)$/;

/** Names of keys: git needs none of them, and what a child is given is what NODE_DEBUG=child_process prints. */
const credentialVariables = /KEY|TOKEN|SECRET|PASS|CREDENTIAL/;

/**
 * The environment for git: `ambient` without credentials and without its `GIT_*`, but for the user's settings and, with `keepsPlace`, for what git
 * tells its hooks. A leaked `GIT_DIR` or `GIT_INDEX_FILE` would have git answer for another repository than the one named.
 */
export function buildGitEnvironment(ambient: NodeJS.ProcessEnv, keepsPlace: boolean): NodeJS.ProcessEnv {
  const kept = Object.entries(ambient).filter(([name]) => mayKeep(name.toUpperCase(), keepsPlace));
  return { ...Object.fromEntries(kept), ...SAFE_VARIABLES };
}

function mayKeep(name: string, keepsPlace: boolean): boolean {
  if (!name.startsWith('GIT_')) return !credentialVariables.test(name);
  return settingVariables.test(name) || (keepsPlace && placeVariables.test(name));
}

/**
 * What to spawn. Windows looks for a program in the current directory first, which may be the scanned one: there the
 * program is looked up in `PATH` and named in full; when it is nowhere, by a name that cannot exist.
 */
export function findGitProgram(ambient: NodeJS.ProcessEnv, platform: NodeJS.Platform): string {
  if (platform !== 'win32') return 'git';
  const searchPath = Object.entries(ambient).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const folders = searchPath.split(delimiter).filter((folder) => folder !== '' && folder !== '.');
  return folders.map((folder) => join(folder, 'git.exe')).find(existsSync) ?? '\\\\.\\nul\\git.exe';
}
