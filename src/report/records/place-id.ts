import { createHash } from 'node:crypto';

import { namePlace } from '../../core/entry-path.ts';
import type { Finding, Place } from '../../core/finding.ts';
import type { Problem } from '../../core/problem.ts';

/**
 * An id for one place of a finding, 32 hex digits: the same in every scan that finds the secret at the same line and column of the
 * same file, in an archive or not, commit or tag. Made of the fingerprint, so it tells nothing of the secret.
 */
export function identifyPlace({ fingerprint }: Finding, place: Place): string {
  const { origin, start } = place;
  const commit = 'commit' in origin ? (origin.commit?.id ?? '') : '';
  return hash([fingerprint, origin.kind, namePlace(place), commit, start.line, start.column]);
}

/** An id for a problem, 32 hex digits: the same in every scan that has it with the same subject. */
export function identifyProblem({ code, subject }: Problem): string {
  return hash([code, subject]);
}

function hash(parts: readonly (string | number)[]): string {
  return createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
}

/** The id in the form of a UUID whose content is its maker's own affair (RFC 9562, version 8). */
export function toUuid(id: string): string {
  const variant = '89ab'[Number.parseInt(id[16]!, 16) & 3]!;
  const fields = [id.slice(0, 8), id.slice(8, 12), `8${id.slice(13, 16)}`, variant + id.slice(17, 20)];
  return [...fields, id.slice(20)].join('-');
}

/** Every listed place of every finding. */
export function* listPlaces(findings: Iterable<Finding>): Generator<readonly [Finding, Place]> {
  for (const finding of findings) for (const place of finding.places) yield [finding, place];
}
