// What a CI system tells of the change it runs for, and how it wants to be spoken to. Reading the environment is a pure function;
// whether the commits are there is asked elsewhere (`resolve-change.ts`).

/** Variables of the process; those of a CI system are set by it, not by the repository. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** What a run is about, as the environment tells it. Ids and refs, not looked up yet. */
export interface CiChange {
  /** For people: `pull request`, `push`. */
  readonly event: string;
  /** The last commit of the change. */
  readonly head: string;
  /** What was there before it, the best first. None: the run is about no change, and everything is searched. */
  readonly bases: readonly string[];
  /**
   * Whether one of the bases has to be there, as for a review. Otherwise a base that is gone, as after a force push, means that
   * more is searched.
   */
  readonly needsBase: boolean;
}

/** A CI system: one file, one line in the registry, one test. */
export interface CiSystem {
  /** As people name it. */
  readonly title: string;
  readonly isHere: (env: Environment) => boolean;
  /** The variable that names a file about the event, where there is one. */
  readonly eventVariable?: string;
  /** `event` is what the file of `eventVariable` says, parsed. Throws a `ToolError` when the environment contradicts itself. */
  readonly readChange: (env: Environment, event: unknown) => CiChange;
  /** What to set for a clone with the whole history: the end of a sentence. */
  readonly wholeClone: string;
  /** The report its log understands. */
  readonly log: 'text' | 'github' | 'azure';
  /** Reports that the system looks for, as values of `--output`. */
  readonly outputs: readonly string[];
  /** The variable that names the folder for `outputs`; the current one if absent. */
  readonly workspaceVariable?: string;
}

/** The change of a run that is about none: a schedule, a tag, a run by hand. */
export function searchEverything(event: string, head: string): CiChange {
  return { event, head, bases: [], needsBase: false };
}

/** A variable's value; undefined when it is empty, or the zeros that stand for no commit. */
export function readVariable(env: Environment, name: string): string | undefined {
  const value = env[name];
  return value === undefined || /^0*$/.test(value) ? undefined : value;
}

/** The first of the variables that says something, in a list; empty when none does. */
export function readFirst(env: Environment, ...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => readVariable(env, name) ?? []).slice(0, 1);
}

/** The ref under which a clone keeps a branch of where it came from. */
export function toRemoteRef(branch: string): string {
  return `refs/remotes/origin/${branch.replace(/^refs\/heads\//, '')}`;
}

/** The ref under which a clone keeps what its origin calls its default branch, where it does. */
export const DEFAULT_BRANCH_REF = 'refs/remotes/origin/HEAD';
