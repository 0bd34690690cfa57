import type { ArtifactLocation, Location, Region, Result } from 'sarif';
import { namePlace } from '../../core/entry-path.ts';
import type { Finding, Place } from '../../core/finding.ts';
import type { Origin } from '../../core/origin.ts';
import { tellEncodings, tellEntry } from '../prose/origin-line.ts';
import { tellVerdictOf } from '../prose/verification-lines.ts';
import { describeOrigin, isFile } from '../records/origin-record.ts';
import { placeInFile } from '../records/place-in-file.ts';
import { describeRevocation } from '../records/revocation-record.ts';
import { describeVerification } from '../records/verification-record.ts';
import { toLevel } from './rule-descriptor.ts';
import { toMessage } from './sarif-message.ts';

const NO_SPAN = { startOffset: 0, endOffset: 0 };

/** What paths are relative to; whoever reads the report knows where that is, so no path of this machine is told. */
export const SOURCE_ROOT = '%SRCROOT%';

/**
 * One place of a finding. GitHub shows only the first location of a result and makes an alert of each result, so a
 * secret in three places is three results with one fingerprint. `primaryLocationLineHash` is left to upload-sarif, which adds
 * it: it is a hash of the line, and the line is not kept.
 */
export function describeResult(finding: Finding, place: Place, ruleIndex: number | undefined): Result {
  const { rule, secret, fingerprint, verification, revocation } = finding;
  const how = place.encodings ? `, ${tellEncodings(place.encodings)}` : '';
  const parts = [
    `${rule.title} (${secret.preview(rule.publicPrefix)})${tellEntry(place)}${how}.`,
    tellVerdictOf(finding),
    rule.risk,
  ];
  return {
    ruleId: rule.id,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: toLevel(rule.severity),
    message: toMessage(parts.filter((part) => part !== '').join(' ')),
    locations: [describeLocation(place)],
    partialFingerprints: { 'invguard/v1': fingerprint },
    properties: {
      severity: rule.severity,
      confidence: rule.confidence,
      ...(place.entry !== undefined && { entry: describeEntry(place) }),
      ...(place.encodings && { encodings: place.encodings }),
      ...(isOnDisk(place.origin) ? {} : { origin: describeOrigin(place.origin) }),
      ...(verification && { verification: describeVerification(verification) }),
      ...(revocation && { revocation: describeRevocation(revocation) }),
    },
  };
}

/**
 * GitHub shows no result without a physical location; what is in an archive, a commit or a tag also has its name as a logical one. No URI
 * leads into an archive.
 */
function describeLocation(place: Place): Location {
  const { origin, entry } = place;
  if (entry !== undefined) {
    const physicalLocation = {
      artifactLocation: locate(origin),
      region: toRegion({ ...placeInFile(place), span: NO_SPAN }),
    };
    return { physicalLocation, logicalLocations: [{ name: namePlace(place), kind: 'archive entry' }] };
  }
  const physicalLocation = { artifactLocation: locate(origin), region: toRegion(place) };
  if (isFile(origin) || origin.kind === 'stdin') return { physicalLocation };
  return { physicalLocation, logicalLocations: [{ name: origin.path, kind: origin.kind }] };
}

function locate(origin: Origin): ArtifactLocation {
  const uri = toRelativeUri(origin.path);
  return isFile(origin) ? { uri, uriBaseId: SOURCE_ROOT } : { uri };
}

/** In the same words as the region of a place in no archive. */
function describeEntry(place: Place): object {
  return { path: place.entry, ...toRegion(place) };
}

function isOnDisk({ kind }: Origin): boolean {
  return kind === 'file' || kind === 'stdin';
}

/** Each segment is percent-encoded, `:` too, so that `a:b/c` is not read as a scheme. */
function toRelativeUri(path: string): string {
  // encodeURIComponent throws on half a pair of surrogates.
  return path
    .replace(/\p{Cs}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

function toRegion({ span, start, end }: Pick<Place, 'span' | 'start' | 'end'>): Region {
  return {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
    byteOffset: span.startOffset,
    byteLength: span.endOffset - span.startOffset,
  };
}
