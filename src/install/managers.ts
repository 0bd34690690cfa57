// Tools that run a repository's hooks from a config of their own. Their config is the team's and has a form of its own, so it is not
// edited: we say which lines go where.
import { join } from 'node:path';
import type { HookName } from '../guard/guarded-hooks.ts';
import { readBytes } from './whole-file.ts';

export interface Manager {
  readonly name: string;
  /** Relative to the top. */
  readonly configFile: string;
  /** Whether its config starts invguard already. */
  readonly runsGuard: boolean;
}

interface ManagerKind {
  readonly name: string;
  readonly configs: readonly string[];
  /** Whether a file of that name is such a config; any is, if absent. */
  readonly isConfig?: (text: string) => boolean;
  readonly explain: (hook: HookName) => string;
}

const LEFTHOOK_CONFIGS = ['lefthook', '.lefthook', '.config/lefthook'].flatMap((name) =>
  ['yml', 'yaml', 'json', 'jsonc', 'toml'].map((suffix) => `${name}.${suffix}`),
);

const kinds: readonly ManagerKind[] = [
  {
    name: 'the pre-commit framework',
    configs: ['.pre-commit-config.yaml'],
    explain: (hook) => `      - id: ${nameFrameworkHook(hook)}`,
  },
  { name: 'lefthook', configs: LEFTHOOK_CONFIGS, explain: explainLefthook },
  {
    name: 'simple-git-hooks',
    configs: ['.simple-git-hooks.json', 'package.json'],
    isConfig: (text) => /"simple-git-hooks"\s*:\s*\{|^\s*\{\s*"(?:pre|post|commit)-/.test(text),
    explain: (hook) => `  "${hook}": "npx --no-install invguard guard ${hook}"`,
  },
];

/** The first that the repository has a config for. */
export function findManager(top: string): Manager | undefined {
  for (const { name, configs, isConfig = () => true } of kinds) {
    for (const configFile of configs) {
      const text = readBytes(join(top, configFile));
      if (text !== undefined && isConfig(text))
        return { name, configFile, runsGuard: /\binvguard\b/.test(text) };
    }
  }
  return undefined;
}

/** The lines to add to its config. */
export function explainManager({ name }: Manager, hooks: readonly HookName[]): string {
  const lines = hooks.map(kinds.find((kind) => kind.name === name)!.explain);
  const unique = [...new Set(lines)].join('\n');
  if (name !== 'the pre-commit framework') return unique;
  return `  - repo: <the address of invguard's repository>\n    rev: <a release>\n    hooks:\n${unique}`;
}

/** Its hook for merges is that for commits, in another stage. */
function nameFrameworkHook(hook: HookName): string {
  return { 'pre-push': 'invguard-push', 'commit-msg': 'invguard-message' }[hook as string] ?? 'invguard';
}

function explainLefthook(hook: HookName): string {
  const readsRefs = hook === 'pre-push';
  const args = readsRefs ? ' {1} {2}' : hook === 'commit-msg' ? ' {1}' : '';
  return `${hook}:
  jobs:
    - name: invguard
      run: npx --no-install invguard guard ${hook}${args}${readsRefs ? '\n      use_stdin: true' : ''}`;
}
