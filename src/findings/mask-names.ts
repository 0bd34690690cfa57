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

/** The same, with the secrets of all its findings masked in all its names; each finding is masked when it is told. */
export function maskNames<T extends Told>(told: T): T {
  const { findings, allowed, notices, problems } = told;
  const mask = createMask(findings, allowed);
  return {
    ...told,
    findings: { [Symbol.iterator]: () => maskEach(findings, mask) },
    allowed: allowed.map(({ finding, allowance }) => ({
      finding: maskPlaces(finding, mask),
      allowance: maskTexts(allowance, mask),
    })),
    notices: maskTexts(notices, mask),
    problems: maskTexts(problems, mask),
  };
}

type Mask = (text: string) => string;

function* maskEach(findings: Iterable<Finding>, mask: Mask): Generator<Finding> {
  for (const finding of findings) yield maskPlaces(finding, mask);
}

function maskPlaces(finding: Finding, mask: Mask): Finding {
  const places = finding.places.map((place) => ({
    ...place,
    origin: maskTexts(place.origin, mask),
    ...(place.entry !== undefined && { entry: mask(place.entry) }),
  }));
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

type Named = Pick<Finding, 'secret' | 'rule'>;

/** By their first characters, so that a name is compared with few of many secrets. */
type Starts = ReadonlyMap<string, readonly Named[]>;

function createMask(findings: Iterable<Finding>, allowed: readonly AllowedFinding[]): Mask {
  const starts = new Map<string, Named[]>();
  const add = (finding: Finding) => {
    const text = finding.secret.reveal();
    if (text.length < SHORTEST_LENGTH) return;
    const start = text.slice(0, SHORTEST_LENGTH);
    const alike = starts.get(start);
    if (alike) alike.push(finding);
    else starts.set(start, [finding]);
  };
  for (const finding of findings) add(finding);
  for (const { finding } of allowed) add(finding);
  return (text) => maskAll(text, starts);
}

function maskAll(name: string, starts: Starts): string {
  let masked = '';
  let doneOffset = 0;
  for (let offset = 0; offset + SHORTEST_LENGTH <= name.length; offset++) {
    const found = findLongest(name, offset, starts);
    if (!found) continue;
    const { secret, rule } = found;
    masked += name.slice(doneOffset, offset) + secret.preview(rule.publicPrefix);
    doneOffset = offset + secret.reveal().length;
    offset = doneOffset - 1;
  }
  return masked + name.slice(doneOffset);
}

function findLongest(name: string, offset: number, starts: Starts): Named | undefined {
  const near = starts.get(name.slice(offset, offset + SHORTEST_LENGTH)) ?? [];
  return near
    .filter(({ secret }) => name.startsWith(secret.reveal(), offset))
    .sort((a, b) => b.secret.reveal().length - a.secret.reveal().length)[0];
}
