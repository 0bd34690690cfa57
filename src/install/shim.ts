// The few lines of shell that git starts. They look for invguard each time they run, so that no machine's paths are written
// down, and where there is none they refuse: a guard that is not there must not look like one that saw nothing.
import { quoteShellWord } from '../core/shell-word.ts';
import { type GuardedHook, guardedHooks, type HookName } from '../guard/guarded-hooks.ts';
import { guardsFirst } from './hooks.ts';

export interface ShimPlan {
  readonly hook: HookName;
  /**
   * The folder of the package that has invguard, relative to where hooks run. Undefined: only an invguard on PATH is started.
   * That is for hooks of all repositories, where a hostile one could bring an invguard of its own.
   */
  readonly packageFolder: string | undefined;
  /** Which other hook is to run too, as shell writes its path; undefined where git sees to it. */
  readonly other: string | undefined;
}

/** Of a hook that was there before: beside ours, under another name. */
export const KEPT_SUFFIX = '.invguard-kept';
export const keptHook = `$0${KEPT_SUFFIX}`;

/** Where Node and npm's programs lie that a shell's start-up files add to PATH. The last that has the program counts. */
const PROGRAM_PLACES = `/snap/bin \\
      /usr/local/bin \\
      /home/linuxbrew/.linuxbrew/bin \\
      /opt/homebrew/bin \\
      "/c/Program Files/nodejs" \\
      "$HOME/.nodenv/shims" \\
      "\${ASDF_DATA_DIR:-$HOME/.asdf}/shims" \\
      "\${MISE_DATA_DIR:-$HOME/.local/share/mise}/shims" \\
      "\${FNM_DIR:-$HOME/.local/share/fnm}/aliases/default/bin" \\
      "$HOME/Library/Application Support/fnm/aliases/default/bin" \\
      "\${VOLTA_HOME:-$HOME/.volta}/bin" \\
      "\${NVM_DIR:-$HOME/.nvm}"/versions/node/v[2-9][0-9].*/bin`;

/** The lines of the block, for a POSIX shell. */
export function renderShim({ hook, packageFolder, other }: ShimPlan): string {
  return `${renderGuard(hook, packageFolder)}${renderCalls(hook, other)}`;
}

/** The line that runs a hook and nothing else, for events that we take from a repository without guarding them. */
export function renderPassage(other: string): string {
  return `other=${quoteWord(other)}\nif [ -x "$other" ]; then exec "$other" "$@"; fi\n`;
}

function renderGuard(hook: HookName, packageFolder: string | undefined): string {
  return `# Written by \`invguard install\`, taken out by \`invguard uninstall\`.
invguard_guard() (
  refuse() {
    echo "invguard: nothing was checked, so ${guardedHooks[hook].stopped} is refused: $1${describeBypass(guardedHooks[hook])}" >&2
    exit 2
  }
  # Adds to PATH the place of a program that is not on it. Graphical clients start hooks with a poor PATH.
  look_for() {
    if command -v "$1" >/dev/null 2>&1; then return; fi
    found=
    for place in ${PROGRAM_PLACES}; do
      if [ -x "$place/$1" ]; then found=$place; fi
    done
    if [ -z "$found" ]; then return 1; fi
    PATH=$PATH:$found
  }
  look_for node || refuse 'Node is not on PATH; install it, or add it to PATH'
${renderSearch(hook, packageFolder)})
`;
}

function describeBypass({ bypass }: GuardedHook): string {
  return bypass === undefined ? '' : `. To go on unchecked this once: ${bypass}`;
}

function renderSearch(hook: HookName, packageFolder: string | undefined): string {
  const onPath = `  if look_for invguard; then exec invguard guard ${hook} "$@"; fi\n`;
  if (packageFolder === undefined) {
    return `${onPath}  refuse 'invguard is not on PATH; run npm install --global invguard'\n`;
  }
  const folder = packageFolder === '.' ? '' : `${quoteShellWord(packageFolder)}/`;
  return `  bin=${folder}node_modules/.bin
  # A linked work tree may have no packages of its own.
  if [ ! -x "$bin/invguard" ]; then bin=$(git rev-parse --git-common-dir 2>/dev/null)/../$bin; fi
  if [ -x "$bin/invguard" ]; then exec "$bin/invguard" guard ${hook} "$@"; fi
${onPath}  refuse 'invguard is not installed here; run npm install, or npm install --global invguard'
`;
}

function renderCalls(hook: HookName, other: string | undefined): string {
  if (other === undefined) return 'invguard_guard "$@" || exit $?\n';
  const named = `other=${quoteWord(other)}\n`;
  if (!guardsFirst.has(hook)) {
    return `${named}if [ -x "$other" ]; then "$other" "$@" || exit $?; fi\ninvguard_guard "$@" || exit $?\n`;
  }
  return `${named}if [ -x "$other" ]; then
  # Both get all of standard input; the dot keeps the last line breaks.
  input=$(cat; echo .)
  printf %s "\${input%.}" | invguard_guard "$@" || exit $?
  printf %s "\${input%.}" | "$other" "$@" || exit $?
else
  invguard_guard "$@" || exit $?
fi
`;
}

/** A word in which the shell fills in variables and commands. */
function quoteWord(text: string): string {
  return `"${text}"`;
}
