// What an automatic run may revoke. Only what the operator's policy names, only what was just proven live, never a protected key, and
// nothing at all when there is more than expected: an unexpected number is the sign of a mistake, and a mistake here cannot be undone.

import { type Confidence, isAtLeast } from '../core/severity.ts';
import type { Subject } from './desk.ts';
import type { Draft, ReadyDraft } from './plan.ts';
import type { AutoPolicy } from './trusted-config.ts';

/** How sure a rule is, by the word of somebody whom the scanned repository cannot overrule: its config may rate rules anew. */
export type RateRule = (ruleId: string) => Confidence;

/** Whether the policy is about the secret at all: what it is not about is left as it is. */
export function isInScope({ finding, vendor }: Subject, policy: AutoPolicy, rate: RateRule): boolean {
  const isSure = isAtLeast(rate(finding.rule.id), policy.min_confidence);
  return isSure && policy.providers.includes(vendor.provider.name);
}

/** Why nobody may revoke these keys without being asked: a reason for each draft that may not, by draft. */
export function listObjections(drafts: readonly Draft[], policy: AutoPolicy): ReadonlyMap<Draft, string> {
  const ready = drafts.filter((draft) => draft.state === 'ready');
  const objections = new Map<Draft, string>();
  for (const draft of ready) {
    const objection = findObjection(draft, policy);
    if (objection !== undefined) objections.set(draft, objection);
  }
  const free = ready.filter((draft) => !objections.has(draft));
  if (free.length <= policy.max_keys) return objections;
  const reason = `${free.length} keys are more than the policy’s max_keys (${policy.max_keys}), so none was revoked`;
  return new Map([...objections, ...free.map((draft) => [draft, reason] as const)]);
}

function findObjection({ plan, verification }: ReadyDraft, policy: AutoPolicy): string | undefined {
  if (verification.verdict !== 'live') return 'the key is blocked, and the policy takes live keys only';
  if (plan.contract === 'guided') return `no contract says how: ${plan.source}`;
  if (!policy.contracts.includes(plan.contract)) return `the policy takes no ${plan.contract} contract`;
  if (policy.protected_names.length === 0) return undefined;
  const { name } = plan.key;
  if (name === undefined) return 'the vendor does not tell the key’s name, so it may be a protected one';
  return isProtected(name, policy.protected_names) ? `the policy protects the key “${name}”` : undefined;
}

/** `*` is any text, `/` too; letters match in any case: in doubt a key is protected. */
export function isProtected(name: string, patterns: readonly string[]): boolean {
  return patterns.some((pattern) => {
    const parts = pattern.split('*').map((part) => part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`, 'isu').test(name);
  });
}
