// Secrets that stand in names. Reports tell the names of files, refs and authors in full, so what was found as a secret anywhere is masked
// where a name holds it too. Names are masked last: until then they lead to what they name.

import type { AllowedFinding } from '../core/allowance.ts';
import type { Finding } from '../core/finding.ts';
import type { Notice } from '../core/notice.ts';
import type { Problem } from '../core/problem.ts';

/** A shorter secret may be a word that names hold anyway: the mask would tell which. */
const SHORTEST_LENGTH = 16;

/** What a report tells with names in it. */
export interface Told {
  readonly findings: Iterable<Finding>;
  readonly allowed: readonly AllowedFinding[];
  readonly notices: readonly Notice[];
  readonly problems: readonly Problem[];
}

/** The same, with the secrets of all its findings masked in all its names. */
export function maskNames<T extends Told>(told: T): T {
  const findings = [...told.findings];
  const mask = createMask([...findings, ...told.allowed.map(({ finding }) => finding)]);
  return {
    ...told,
    findings: findings.map((finding) => maskPlaces(finding, mask)),
    allowed: told.allowed.map(({ finding, allowance }) => ({
      finding: maskPlaces(finding, mask),
      allowance: maskTexts(allowance, mask),
    })),
    notices: maskTexts(told.notices, mask),
    problems: maskTexts(told.problems, mask),
  };
}

type Mask = (text: string) => string;

function maskPlaces(finding: Finding, mask: Mask): Finding {
  const places = finding.places.map((place) => ({ ...place, origin: maskTexts(place.origin, mask) }));
  return { ...finding, places };
}

/** Every text in plain data, however deep. */
function maskTexts<T>(value: T, mask: Mask): T {
  if (typeof value === 'string') return mask(value) as T;
  if (Array.isArray(value)) return value.map((one) => maskTexts(one, mask)) as T;
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, maskTexts(member, mask)]);
  return Object.fromEntries(members) as T;
}

interface Masked {
  readonly text: string;
  readonly preview: string;
}

function createMask(findings: readonly Finding[]): Mask {
  const byStart = groupByStart(findings);
  const known = new Map<string, string>();
  return (text) => {
    if (text.length < SHORTEST_LENGTH) return text;
    const masked = known.get(text) ?? maskAll(text, byStart);
    known.set(text, masked);
    return masked;
  };
}

/** By their first characters, so that a name is compared with few of many secrets; the longest first. */
function groupByStart(findings: readonly Finding[]): ReadonlyMap<string, readonly Masked[]> {
  const byStart = new Map<string, Masked[]>();
  for (const { secret, rule } of findings) {
    const text = secret.reveal();
    if (text.length < SHORTEST_LENGTH) continue;
    const start = text.slice(0, SHORTEST_LENGTH);
    const group = byStart.get(start) ?? [];
    group.push({ text, preview: secret.preview(rule.publicPrefix) });
    byStart.set(start, group);
  }
  for (const group of byStart.values()) group.sort((a, b) => b.text.length - a.text.length);
  return byStart;
}

function maskAll(name: string, byStart: ReadonlyMap<string, readonly Masked[]>): string {
  let masked = '';
  let doneOffset = 0;
  for (let offset = 0; offset + SHORTEST_LENGTH <= name.length; offset++) {
    const group = byStart.get(name.slice(offset, offset + SHORTEST_LENGTH));
    const found = group?.find(({ text }) => name.startsWith(text, offset));
    if (!found) continue;
    masked += name.slice(doneOffset, offset) + found.preview;
    doneOffset = offset + found.text.length;
    offset = doneOffset - 1;
  }
  return masked + name.slice(doneOffset);
}
