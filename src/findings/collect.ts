import { type Finding, MAX_LISTED_PLACES, type Match, type Place } from '../core/finding.ts';
import type { Origin } from '../core/origin.ts';
import type { Rule } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import { compareRules } from '../core/severity.ts';

/** Frames are for people, who do not read more of them than this; the rest would only cost memory. */
const MAX_FRAMED_SECRETS = 200;

/** Names a secret: `fingerprint.ts`, passed in so that a scan without findings loads no cryptography. */
export type NameSecret = (kind: string, secretText: string) => string;

/** Gathers matches into findings: one for each secret, whatever rules and places it was seen by and in. */
export class FindingCollector {
  readonly #findings = new Map<string, GatheredFinding>();

  add(match: Match, origin: Origin): void {
    const known = this.#findings.get(match.text);
    const isFramed = known ? known.placeCount < MAX_FRAMED_SECRETS : this.#findings.size < MAX_FRAMED_SECRETS;
    const place = toPlace(match, origin, isFramed);
    if (known) known.add(match.rule, place);
    else this.#findings.set(match.text, new GatheredFinding(match, place));
  }

  get findingCount(): number {
    return this.#findings.size;
  }

  /** The findings, sorted by first place, and where they share it by fingerprint. Ends the collection. */
  take(nameSecret: NameSecret): readonly Finding[] {
    const findings = [...this.#findings.values()];
    this.#findings.clear();
    for (const finding of findings) finding.close(nameSecret);
    return findings.sort(compareFindings);
  }
}

/** A key that was replaced by another one stands at the same place in two versions of a file. */
function compareFindings(a: Finding, b: Finding): number {
  return comparePlaces(a.places[0]!, b.places[0]!) || (a.fingerprint < b.fingerprint ? -1 : 1);
}

function toPlace(match: Match, origin: Origin, isFramed: boolean): Place {
  const { entry, span, start, end, encodings, frame, mark } = match;
  return {
    origin,
    ...(entry !== undefined && { entry }),
    span,
    start,
    end,
    ...(encodings && { encodings }),
    ...(frame && isFramed && { frame }),
    ...(mark && { mark }),
  };
}

/** A finding that grows. With 100,000 of them every field counts, so it is the finding it becomes, not a draft of it. */
class GatheredFinding implements Finding {
  rule: Rule;
  readonly secret: Secret;
  places: Place[];
  placeCount = 1;
  fingerprint = '';

  constructor({ rule, text }: Match, place: Place) {
    this.rule = rule;
    this.secret = new Secret(text);
    this.places = [place];
  }

  add(rule: Rule, place: Place): void {
    this.rule = chooseRule(this.rule, rule);
    this.places.push(place);
    this.placeCount++;
    if (this.places.length >= 2 * MAX_LISTED_PLACES) this.places = listPlaces(this.places);
  }

  close(nameSecret: NameSecret): void {
    this.fingerprint = nameSecret(this.rule.kind, this.secret.reveal());
    this.places = listPlaces(this.places);
  }
}

/** The most specific one; of two alike the first by id, so that it does not matter which one saw the secret first. */
function chooseRule(a: Rule, b: Rule): Rule {
  const order = compareRules(a, b);
  return order < 0 || (order === 0 && a.id < b.id) ? a : b;
}

/** The first of the places, sorted: which ones are listed does not depend on the order they were found in. */
function listPlaces(places: Place[]): Place[] {
  return places.length === 1 ? places : places.sort(comparePlaces).slice(0, MAX_LISTED_PLACES);
}

function comparePlaces(a: Place, b: Place): number {
  if (a.origin.path !== b.origin.path) return a.origin.path < b.origin.path ? -1 : 1;
  if (a.entry !== b.entry) return (a.entry ?? '') < (b.entry ?? '') ? -1 : 1;
  return a.span.startOffset - b.span.startOffset;
}
