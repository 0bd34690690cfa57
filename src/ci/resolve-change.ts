// From what a CI system says to what can be searched here. A range is only searched when all of it is in the clone; where it is
// not, the run ends with what to set. Nothing is fetched.

import { ToolError } from '../core/errors.ts';
import { SHORT_ID_LENGTH } from '../core/origin.ts';
import { lacksObjects } from '../git/object-list.ts';
import { readRepositoryState } from '../git/repository-state.ts';
import { countCommits, findCommit, holdsWholeRange } from '../git/revisions.ts';
import type { GitOptions } from '../git/run.ts';
import type { CiChange } from './system.ts';

/** What to search. All ids are whole and of commits in the clone. */
export type CiPlan = {
  readonly head: string;
  /** The revision whose policy counts: of a change, what was there before it. */
  readonly policyFrom: string;
} & (
  | { readonly kind: 'range'; readonly base: string; readonly commitCount: number }
  /** `reason` is a sentence without a full stop. */
  | { readonly kind: 'everything'; readonly reason: string }
);

interface Resolution {
  readonly change: CiChange;
  readonly git: GitOptions;
  readonly isShallow: boolean;
  readonly head: string;
  /** What to set for a whole clone. */
  readonly wholeClone: string;
}

/**
 * Decides what to search. Throws a `ToolError` when a commit that is needed is not in the clone, or when a shallow or partial clone
 * lacks a part of the range or of the history.
 */
export async function resolveChange(
  change: CiChange,
  { git, wholeClone }: { git: GitOptions; wholeClone: string },
): Promise<CiPlan> {
  const { isShallow, isPartial } = await readRepositoryState(git);
  const head = await findCommit(change.head, git);
  if (head === undefined) throw refuse(`${change.head}, the commit to search,`, { isShallow, wholeClone });
  const plan = await chooseBase({ change, git, isShallow, head, wholeClone });
  if (isPartial && (await lacksObjects(listRevisions(plan), git))) throw refuseFilter(plan, wholeClone);
  return plan;
}

function listRevisions(plan: CiPlan): readonly string[] {
  return plan.kind === 'range' ? [plan.head, `^${plan.base}`] : [];
}

/** The first base that is there and leaves a commit to search. One that leaves none shows nothing, so it is no base. */
async function chooseBase(resolution: Resolution): Promise<CiPlan> {
  const { change, git, head, isShallow } = resolution;
  const known: { revision: string; id: string }[] = [];
  for (const revision of change.bases) {
    const id = await findCommit(revision, git);
    if (id === undefined) {
      // In a whole clone it is gone, as after a force push; in a shallow one nobody knows.
      if (isShallow) throw refuse(`${revision}, what the change is compared with,`, resolution);
      continue;
    }
    known.push({ revision, id });
    const commitCount = await countCommits(id, head, git);
    if (commitCount > 0)
      return checkRange({ kind: 'range', base: id, head, commitCount, policyFrom: id }, resolution);
  }
  return planEverything(resolution, known);
}

async function checkRange(plan: CiPlan & { kind: 'range' }, resolution: Resolution): Promise<CiPlan> {
  const isWhole = !resolution.isShallow || (await holdsWholeRange(plan.base, plan.head, resolution.git));
  if (isWhole) return plan;
  throw refuse(`a part of ${shorten(plan.base)}..${shorten(plan.head)}`, resolution);
}

function planEverything(resolution: Resolution, known: readonly { revision: string; id: string }[]): CiPlan {
  const { change, head, isShallow } = resolution;
  const [base] = known;
  if (base === undefined && change.needsBase) {
    throw refuse(`${change.bases[0] ?? 'what the change is compared with'}, its base,`, resolution);
  }
  if (isShallow) throw refuse('the older history', resolution);
  const reason = explainChoice(change, base && `0 commits from ${shorten(base.id)} to ${shorten(head)}`);
  return { kind: 'everything', head, reason, policyFrom: base?.id ?? head };
}

function explainChoice({ bases, event }: CiChange, emptyRange: string | undefined): string {
  if (emptyRange !== undefined) return `${emptyRange}, which shows nothing`;
  return bases.length > 0
    ? `what the ${event} replaced is not in the clone`
    : `there is nothing to compare with (${event})`;
}

function refuse(
  what: string,
  { isShallow, wholeClone }: Pick<Resolution, 'isShallow' | 'wholeClone'>,
): ToolError {
  const clone = isShallow ? 'the clone is too shallow' : 'the clone lacks a commit';
  return new ToolError('missing-history', `${clone}: ${what} is not in it`, {
    hint: `Set ${wholeClone}, or name commits that are there with --base and --head. invguard fetches nothing itself.`,
  });
}

function refuseFilter(plan: CiPlan, wholeClone: string): ToolError {
  const what =
    plan.kind === 'range' ? `${shorten(plan.base)}..${shorten(plan.head)} brings` : 'the history holds';
  return new ToolError('missing-history', `the clone is partial: some of what ${what} is not in it`, {
    hint: `Set ${wholeClone}, and no filter such as blob:none. invguard fetches nothing itself.`,
  });
}

function shorten(id: string): string {
  return id.slice(0, SHORT_ID_LENGTH);
}
