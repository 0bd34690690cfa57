// The way to a repository's policy. A repository without one pays for a look at three names; all else is loaded when there is something
// to read.

import { lstatSync } from 'node:fs';
import path from 'node:path';

import type { Notice } from '../core/notice.ts';
import {
  CONFIG_NAME,
  DEFAULT_BASELINE,
  IGNORE_NAME,
  type LoadedPolicy,
  type PolicyRequest,
} from './policy-request.ts';

const FOREIGN_NAME = '.gitleaks.toml';
const POLICY_NAMES = [CONFIG_NAME, IGNORE_NAME, DEFAULT_BASELINE];

/**
 * Reads the policy: of a revision when one is named, else as it lies on the disk. Throws a ToolError that names file and line for one
 * that is not sound, and for a revision that is not there.
 */
export async function openPolicy(request: PolicyRequest): Promise<LoadedPolicy> {
  if (request.from) {
    const { loadPolicyFrom } = await import('./load-policy-from.ts');
    return loadPolicyFrom({ ...request, from: request.from });
  }
  if (!hasPolicy(request)) return noteForeign(writeEmptyPolicy(request), request);
  const { loadPolicy } = await import('./load-policy.ts');
  return noteForeign(await loadPolicy(request), request);
}

/** Who has no config of invguard, but one of gitleaks, may believe that it counts. */
function noteForeign(policy: LoadedPolicy, { root, config }: PolicyRequest): LoadedPolicy {
  if (policy.config || config === false || root === undefined) return policy;
  if (!exists(path.join(root, FOREIGN_NAME))) return policy;
  return { ...policy, notices: [...policy.notices, UNUSED_FOREIGN] };
}

const UNUSED_FOREIGN: Notice = {
  code: 'unread-policy',
  where: FOREIGN_NAME,
  detail: 'It is there, but it does not count.',
  remedy: `Write \`gitleaks = "${FOREIGN_NAME}"\` in ${CONFIG_NAME} to keep its rules and allow lists.`,
};

function hasPolicy({ root, config, baseline }: PolicyRequest): boolean {
  if (config || baseline) return true;
  return root !== undefined && POLICY_NAMES.some((name) => exists(path.join(root, name)));
}

function exists(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    // Not to be looked at, but there: whoever reads it says why.
    return true;
  }
}

function writeEmptyPolicy({ root, honoursMarks }: PolicyRequest): LoadedPolicy {
  const marks = { honours: honoursMarks, adopted: [], requiresReason: false };
  return { root, entries: [], marks, notices: [] };
}
