import type { Finding } from '../core/finding.ts';
import type { BaselineRecord } from './baseline-file.ts';

/** What an update does to a baseline. */
export interface BaselineChange {
  /** All of the new baseline. */
  readonly records: readonly BaselineRecord[];
  readonly addedCount: number;
  /** Records whose secret was not found, whether they are dropped or not. */
  readonly goneCount: number;
}

export interface Found {
  /** What nobody else allows. */
  readonly findings: readonly Finding[];
  /** Fingerprints of everything that was found, whoever allows it. */
  readonly fingerprints: ReadonlySet<string>;
}

/**
 * Keeps each record of what is still there byte for byte, also where the secret moved, so that a baseline changes only with what it
 * lists. New findings come in as not yet looked at.
 */
export function changeBaseline(
  known: readonly BaselineRecord[],
  { findings, fingerprints }: Found,
  { adds, prunes }: { readonly adds: boolean; readonly prunes: boolean },
): BaselineChange {
  const listed = new Set(known.map(({ fingerprint }) => fingerprint));
  const added = adds ? findings.filter(({ fingerprint }) => !listed.has(fingerprint)).map(toRecord) : [];
  const kept = known.filter(({ fingerprint }) => fingerprints.has(fingerprint));
  return {
    records: [...(prunes ? kept : known), ...added],
    addedCount: added.length,
    goneCount: known.length - kept.length,
  };
}

function toRecord({ fingerprint, rule, places }: Finding): BaselineRecord {
  const path = places[0]?.origin.path;
  return { fingerprint, rule: rule.id, ...(path !== undefined && { path }), verdict: 'untriaged' };
}
