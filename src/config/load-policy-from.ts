// The policy that a change cannot weaken: config, ignore file and baseline as another revision has them. What the change itself says is
// read only to be told.

import { ToolError } from '../core/errors.ts';
import type { Notice } from '../core/notice.ts';
import { SHORT_ID_LENGTH } from '../core/origin.ts';
import type { Problem } from '../core/problem.ts';
import { readRepositoryState } from '../git/repository-state.ts';
import type { GitOptions } from '../git/run.ts';
import { resolveCommit } from '../git/tree-files.ts';
import { comparePolicies } from './compare-policies.ts';
import { readPolicy } from './load-policy.ts';
import type { LoadedPolicy, PolicyOrigin, PolicyRequest } from './policy-request.ts';
import { createDiskSource, type PolicySource } from './policy-source.ts';
import { createRevisionSource } from './revision-source.ts';

type RequestFrom = PolicyRequest & { readonly from: PolicyOrigin };

/**
 * Reads the policy of `from.revision`, with a notice for each thing that the change adds to it, or the fault of what it adds. Throws a ToolError when the repository
 * does not know the revision or cannot read its files: never does another policy take its place.
 */
export async function loadPolicyFrom(request: RequestFrom): Promise<LoadedPolicy> {
  const { revision, directory, keepsPlace } = request.from;
  const { git } = await readRepositoryState({ cwd: directory, keepsPlace });
  const commit = await resolveCommit(revision, git);
  const name = shorten(revision);
  const base = await readPolicy(request, createRevisionSource(commit, name, git));
  const { notices = [], fault } = await describeChange(base, name, { request, git });
  return {
    ...base,
    notices: [...base.notices, ...notices],
    base: { name, commit, git },
    ...(fault && { fault }),
  };
}

function shorten(revision: string): string {
  return /^[0-9a-f]{40,64}$/.test(revision) ? revision.slice(0, SHORT_ID_LENGTH) : revision;
}

interface Change {
  readonly request: RequestFrom;
  readonly git: GitOptions;
}

async function describeChange(
  base: LoadedPolicy,
  name: string,
  { request, git }: Change,
): Promise<{ notices?: readonly Notice[]; fault?: Problem }> {
  const source = await openChange(request, git);
  if (!source) return {};
  try {
    return { notices: comparePolicies(base, await readPolicy(request, source), name) };
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { fault: describeFault(error) };
  }
}

function describeFault({ message, hint }: ToolError): Problem {
  return {
    code: 'unreadable',
    subject: 'the policy of the change',
    detail: `${message.split('\n', 1)[0]}; once it is merged, every scan would end with this`,
    remedy: hint,
    isIncomplete: true,
  };
}

async function openChange(
  { from: { changed }, root }: RequestFrom,
  git: GitOptions,
): Promise<PolicySource | undefined> {
  if (changed === undefined) return root === undefined ? undefined : createDiskSource(root);
  return { ...createRevisionSource(await resolveCommit(changed, git), shorten(changed), git), prefix: '' };
}
