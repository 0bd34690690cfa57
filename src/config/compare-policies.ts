// What a change adds to the policy, for its reviewer. It does not count while the policy of another revision does.

import type { Notice } from '../core/notice.ts';
import type { AllowEntry } from '../core/policy.ts';
import type { LoadedPolicy } from './policy-request.ts';

/** More new entries of one file than this are counted, not listed. */
const LISTED_COUNT = 10;

/** One notice for each entry that `changed` has and `base` has not, and one for the settings that differ. */
export function comparePolicies(
  base: LoadedPolicy,
  changed: LoadedPolicy,
  baseName: string,
): readonly Notice[] {
  const known = new Set(base.entries.map(toKey));
  const added = changed.entries.filter((entry) => !known.has(toKey(entry)));
  const entries = [...groupByFile(added)].flatMap(([file, some]) => describeAdded(file, some, baseName));
  return [...entries, ...describeSettings(base, changed, baseName)];
}

function toKey({ means, shown, reason, expires }: AllowEntry): string {
  return JSON.stringify([means, shown, reason, expires]);
}

function toFile({ where }: AllowEntry): string {
  return where.replace(/:\d+$/, '');
}

function groupByFile(entries: readonly AllowEntry[]): Map<string, AllowEntry[]> {
  const groups = new Map<string, AllowEntry[]>();
  for (const entry of entries) {
    groups.set(toFile(entry), [...(groups.get(toFile(entry)) ?? []), entry]);
  }
  return groups;
}

function describeAdded(file: string, entries: readonly AllowEntry[], baseName: string): readonly Notice[] {
  const remedy = `Review it: it counts once ${baseName} has it.`;
  const listed = entries.slice(0, LISTED_COUNT).map(
    ({ where, shown, reason }): Notice => ({
      code: 'new-allowance',
      where,
      detail: `The change allows ${shown}${reason === undefined ? '' : ` (${reason})`}, which does not count.`,
      remedy,
    }),
  );
  const moreCount = entries.length - listed.length;
  if (moreCount === 0) return listed;
  const detail = `The change allows ${moreCount} more here, which do not count.`;
  return [...listed, { code: 'new-allowance', where: file, detail, remedy }];
}

function describeSettings(base: LoadedPolicy, changed: LoadedPolicy, baseName: string): readonly Notice[] {
  const [before, after] = [listSettings(base), listSettings(changed)];
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const differing = keys.filter((key) => before.get(key) !== after.get(key));
  if (differing.length === 0) return [];
  const what = after.size === 0 ? 'removes the config' : `changes ${differing.join(', ')}`;
  return [
    {
      code: 'changed-policy',
      where: changed.config?.name ?? base.config?.name ?? 'config',
      detail: `The change ${what}; the scan ran with what ${baseName} says.`,
      remedy: `Review it: it counts once ${baseName} has it.`,
    },
  ];
}

/** Settings by key, spelled out; own rules by what they say, wherever they are written. */
function listSettings({ config }: LoadedPolicy): ReadonlyMap<string, string> {
  if (!config) return new Map();
  const { rules: _, ...settings } = config.settings;
  const spelled = Object.entries(settings).map(([key, value]) => [key, JSON.stringify(value)] as const);
  return new Map(
    config.rules.own.length === 0 ? spelled : [...spelled, ['rules', JSON.stringify(config.rules.own)]],
  );
}
