// What a hook judges by: policy and rules. On a server they are those of its default branch before the push. One that cannot be read there
// would refuse every push, the one that mends it too: nothing is allowed then, and the built-in rules count.

import { resolve } from 'node:path';

import { openPolicy } from '../../config/open-policy.ts';
import type { LoadedPolicy, PolicyOrigin, PolicyRequest } from '../../config/policy-request.ts';
import { listRules, selectRules } from '../../config/select-rules.ts';
import { ToolError } from '../../core/errors.ts';
import type { Notice } from '../../core/notice.ts';
import type { Rule } from '../../core/rule.ts';
import type { GitOptions } from '../../git/run.ts';
import type { HookCall } from '../../guard/watch.ts';
import { builtinRules } from '../../rules/builtin.ts';
import { findTarget, readRealPath } from '../../sources/target.ts';

export interface Ground {
  readonly policy: LoadedPolicy;
  /** What is searched with; never none. */
  readonly rules: readonly Rule[];
  /** Those that are off, too. */
  readonly known: readonly Rule[];
}

/** Throws a ToolError for a policy that is not sound, but for one that was pushed to a server. */
export async function openGround(call: HookCall): Promise<Ground> {
  const request = await describePolicy(call);
  try {
    return await chooseGround(request);
  } catch (error) {
    if (!request.from || !(error instanceof ToolError)) throw error;
    const { policy, ...rules } = await chooseGround({ ...request, from: undefined });
    return { ...rules, policy: { ...policy, notices: [...policy.notices, describeFault(error)] } };
  }
}

async function chooseGround(request: PolicyRequest): Promise<Ground> {
  const policy = await openPolicy(request);
  const sources = { builtin: builtinRules, given: [], selection: policy.config?.rules };
  return { policy, rules: selectRules(sources), known: listRules(sources) };
}

function describeFault({ message, hint }: ToolError): Notice {
  return {
    code: 'unread-policy',
    where: 'policy',
    detail: `That of the default branch does not count, so nothing is allowed and only built-in rules are used: ${message.split('\n', 1)[0]}.`,
    remedy: hint,
  };
}

/**
 * That of the work tree. On a server it is the one that its default branch has before the push; marks are part of what is pushed, and a
 * push must not say what is allowed.
 */
async function describePolicy({ hook, cwd, env, signal }: HookCall): Promise<PolicyRequest> {
  const isServer = hook === 'pre-receive';
  const config = env['INVGUARD_CONFIG'];
  return {
    root: isServer ? undefined : findTarget('.', cwd).workTree,
    honoursMarks: !isServer,
    builtin: builtinRules,
    ...(isServer && { from: await findServerPolicy({ cwd, keepsPlace: true, signal }) }),
    ...(config && { config: resolve(readRealPath(cwd), config) }),
  };
}

/** None before the first push, and where git cannot tell: whatever ails it stops the push later. */
async function findServerPolicy(git: GitOptions): Promise<PolicyOrigin | undefined> {
  const { resolveRef } = await import('../../git/remotes.ts');
  const head = await resolveRef('HEAD', git).catch(() => '');
  return head === '' ? undefined : { revision: head, directory: git.cwd, keepsPlace: true };
}
