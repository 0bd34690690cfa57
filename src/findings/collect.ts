import { type Finding, MAX_LISTED_PLACES, type Match, type Place } from '../core/finding.ts';
import type { Origin } from '../core/origin.ts';
import type { Rule } from '../core/rule.ts';
import { Secret } from '../core/secret.ts';
import { compareRules } from '../core/severity.ts';

/** Frames are for people, who do not read more of them than this; the rest would only cost memory. */
const MAX_FRAMED_SECRETS = 200;

interface Group {
  rule: Rule;
  readonly secret: Secret;
  places: Place[];
  placeCount: number;
}

/** Gathers matches into findings: one for each secret, whatever rules and places it was seen by and in. */
export class FindingCollector {
  readonly #groups = new Map<string, Group>();
  #placeCount = 0;

  add({ rule, text, span, start, end, frame }: Match, origin: Origin): void {
    const group = this.#groups.get(text) ?? this.#open(text, rule);
    if (compareRules(rule, group.rule) < 0) group.rule = rule;
    const isFramed =
      frame !== undefined &&
      this.#groups.size <= MAX_FRAMED_SECRETS &&
      group.places.length < MAX_FRAMED_SECRETS;
    group.places.push({ origin, span, start, end, ...(isFramed && { frame }) });
    group.placeCount++;
    this.#placeCount++;
    if (group.places.length >= 2 * MAX_LISTED_PLACES) group.places = listPlaces(group.places);
  }

  get findingCount(): number {
    return this.#groups.size;
  }

  get placeCount(): number {
    return this.#placeCount;
  }

  /** The findings, sorted by first place. Ends the collection: the groups are given away as they are told. */
  *take(fingerprint: (kind: string, secretText: string) => string): Generator<Finding> {
    const groups = [...this.#groups.values()];
    this.#groups.clear();
    for (const group of groups) group.places = listPlaces(group.places);
    groups.sort((a, b) => comparePlaces(a.places[0]!, b.places[0]!) || compareRules(a.rule, b.rule));
    for (const { rule, secret, places, placeCount } of groups) {
      yield { rule, secret, places, placeCount, fingerprint: fingerprint(rule.kind, secret.reveal()) };
    }
  }

  #open(text: string, rule: Rule): Group {
    const group: Group = { rule, secret: new Secret(text), places: [], placeCount: 0 };
    this.#groups.set(text, group);
    return group;
  }
}

/** The first of the places, sorted: which ones are listed does not depend on the order they were found in. */
function listPlaces(places: Place[]): Place[] {
  return places.sort(comparePlaces).slice(0, MAX_LISTED_PLACES);
}

function comparePlaces(a: Place, b: Place): number {
  if (a.origin.path !== b.origin.path) return a.origin.path < b.origin.path ? -1 : 1;
  return a.span.startOffset - b.span.startOffset;
}
