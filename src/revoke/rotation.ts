import { namePlace } from '../core/entry-path.ts';
import { isEnvironmentFileName } from '../core/environment-file.ts';
import type { Finding, Place } from '../core/finding.ts';
import type { RevocationPlan } from '../core/revocation.ts';
import type { ClaimRecord } from './journal-record.ts';

const ASSIGNED = /(?<![A-Za-z0-9_])([A-Za-z_][A-Za-z0-9_]{1,99})["']?\s*(?::=|=|:)\s*["'`]?$/;
const ENVIRONMENT_NAME = /^[A-Z][A-Z0-9_]*$/;

/** Names of environment variables that the secret is assigned to where it stands, as far as the framed places tell; sorted. */
export function listVariables({ places }: Finding): readonly string[] {
  return [...new Set(places.flatMap((place) => readVariable(place) ?? []))].sort();
}

function readVariable(place: Place): string | undefined {
  const { frame } = place;
  const name = frame && ASSIGNED.exec(frame.text.slice(0, frame.maskStart))?.[1];
  if (name === undefined) return undefined;
  const path = namePlace(place);
  const fileName = path.slice(path.lastIndexOf('/') + 1);
  return ENVIRONMENT_NAME.test(name) || isEnvironmentFileName(fileName) ? name : undefined;
}

/** The first place, in one line: `src/a.ts:3`, with its commit where it has one. */
export function nameFirstPlace({ places }: Finding): string {
  const [first] = places;
  if (!first) return 'unknown';
  const { origin, start } = first;
  const commit = origin.kind === 'blob' || origin.kind === 'note' ? origin.commit?.id : undefined;
  return `${namePlace(first)}:${start.line}${commit === undefined ? '' : ` in commit ${commit}`}`;
}

/** The plan that a journal's claim was made for. */
export function describeClaimedPlan(claim: ClaimRecord, finding: Finding, dashboard: string): RevocationPlan {
  const { contract, source, method, origin, path, keyId, last4 } = claim;
  return {
    contract,
    source,
    request: { method, origin, path, credential: 'that of the earlier run' },
    key: { ...(keyId !== undefined && { id: keyId }), ...(last4 !== undefined && { last4 }) },
    consequences: [],
    variables: listVariables(finding),
    dashboard,
  };
}
