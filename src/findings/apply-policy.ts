// The one place where allowances are applied. A place may be allowed by a mark or by an entry about paths, a finding as a whole by any
// other entry; a finding is allowed when it is as a whole, or at every place there is.
//
// Every entry is asked about every finding, also when another one has allowed it already: what is called unused was needed by nothing.

import type { Allowance, AllowedFinding } from '../core/allowance.ts';
import { joinEntryPath, listNestedPaths, namePlace } from '../core/entry-path.ts';
import type { Finding, Place } from '../core/finding.ts';
import type { FaultyMark, Mark } from '../core/mark.ts';
import type { Notice } from '../core/notice.ts';
import { type AllowEntry, LONGEST_COMPARED_SECRET, type MarkPolicy, type Policy } from '../core/policy.ts';
import type { Rule } from '../core/rule.ts';
import { createRuleNaming, listRuleNames, type RuleNaming } from '../core/rule-naming.ts';
import type { Secret } from '../core/secret.ts';
import { toBaselineNotice, toEntryNotice, toFaultNotice, toMarkNotice } from './policy-notices.ts';

export interface PolicyScope {
  /** Every rule there is, whether the scan ran with it or not: names are looked up in them. */
  readonly rules: readonly Rule[];
  /** `YYYY-MM-DD`. */
  readonly today: string;
  /** Whether all that the policy speaks about was read: only then an entry can be called unused. */
  readonly isWhole: boolean;
  /** Whether the change under review brings the mark of this place, so that it does not count. */
  readonly isNewMark?: (place: Place) => boolean;
  /** Marks with which something is wrong, whatever they stand at. */
  readonly faultyMarks?: readonly FaultyMark[];
}

export interface Judgement {
  /** What nobody allowed, without the places where it is allowed. */
  readonly reported: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  readonly notices: readonly Notice[];
}

/** Tells what counts from what somebody allowed. The same findings, policy and scope give the same judgement. */
export function applyPolicy(findings: readonly Finding[], policy: Policy, scope: PolicyScope): Judgement {
  const judge = new Judge(policy, scope);
  const reported: Finding[] = [];
  const allowed: AllowedFinding[] = [];
  for (const finding of findings) {
    const { left, allowance } = judge.judge(finding);
    if (allowance) allowed.push({ finding, allowance });
    else reported.push(left);
  }
  return { reported, allowed, notices: [...policy.notices, ...judge.listNotices()] };
}

interface Verdict {
  /** The finding with the places that are left. */
  readonly left: Finding;
  /** Present when none of it counts. */
  readonly allowance?: Allowance;
}

class Judge {
  readonly #scope: PolicyScope;
  readonly #policy: Policy;
  readonly #byFingerprint = new Map<string, AllowEntry[]>();
  readonly #others: AllowEntry[] = [];
  readonly #used = new Set<AllowEntry>();
  /** By code and place, so that a mark is complained of once. */
  readonly #markNotices = new Map<string, Notice>();
  readonly #names: RuleNaming;

  constructor(policy: Policy, scope: PolicyScope) {
    this.#policy = policy;
    this.#scope = scope;
    this.#names = createRuleNaming(scope.rules);
    for (const entry of policy.entries) if (!isExpired(entry, scope.today)) this.#index(entry);
  }

  #index(entry: AllowEntry): void {
    if (entry.fingerprints.length === 0) this.#others.push(entry);
    for (const fingerprint of entry.fingerprints) {
      const known = this.#byFingerprint.get(fingerprint);
      if (known) known.push(entry);
      else this.#byFingerprint.set(fingerprint, [entry]);
    }
  }

  judge(finding: Finding): Verdict {
    const entries = this.#listEntries(finding);
    const whole = entries.filter(({ coversPath }) => !coversPath);
    for (const entry of whole) this.#used.add(entry);
    const allowances = finding.places.map((place) => this.#judgePlace(place, finding.rule, entries));
    const left = finding.places.filter((_, index) => !allowances[index]);
    const isListed = finding.placeCount === finding.places.length;
    const allowance = left.length === 0 && isListed ? allowances[0] : whole[0];
    if (allowance) return { left: finding, allowance: toAllowance(allowance) };
    // Of places that are not listed nobody knows whether they are allowed.
    if (left.length === 0 || left.length === finding.places.length) return { left: finding };
    return { left: keepPlaces(finding, left) };
  }

  /** Those that cover the finding but for its places. */
  #listEntries({ fingerprint, rule, secret }: Finding): readonly AllowEntry[] {
    const candidates = [...(this.#byFingerprint.get(fingerprint) ?? []), ...this.#others];
    return candidates.filter(
      ({ rules, secretPatterns }) =>
        (rules.length === 0 || this.#names(rules, rule)) &&
        (secretPatterns.length === 0 || matchesSecret(secretPatterns, secret)),
    );
  }

  #judgePlace(place: Place, rule: Rule, entries: readonly AllowEntry[]): Allowance | undefined {
    const byMark = place.mark && this.#judgeMark(place, place.mark, rule);
    const byPath = entries.filter((entry) => coversPlace(entry, place));
    for (const entry of byPath) this.#used.add(entry);
    return byMark ?? byPath[0];
  }

  #judgeMark(place: Place, mark: Mark, rule: Rule): Allowance | undefined {
    if (!isHeard(mark, this.#policy.marks)) return undefined;
    if (mark.rules.length > 0 && !this.#names(mark.rules, rule)) return undefined;
    const where = `${namePlace(place)}:${mark.line}`;
    const flaw = this.#findFlaw(place, mark);
    if (flaw) this.#noteMark(flaw, mark, where);
    else if (mark.rules.length === 0 && mark.syntax === 'invguard')
      this.#noteMark('broad-allowance', mark, where);
    return flaw ? undefined : toAllowance({ ...mark, means: 'mark', where });
  }

  /** Why the mark does not count, although it speaks about the place. */
  #findFlaw(place: Place, mark: Mark): 'expired-allowance' | 'missing-reason' | 'new-allowance' | undefined {
    if (isExpired(mark, this.#scope.today)) return 'expired-allowance';
    if (this.#policy.marks.requiresReason && !mark.reason) return 'missing-reason';
    return this.#scope.isNewMark?.(place) ? 'new-allowance' : undefined;
  }

  #noteMark(code: Notice['code'], mark: Mark, where: string): void {
    this.#markNotices.set(`${code} ${where}`, toMarkNotice(code, mark, where));
  }

  listNotices(): readonly Notice[] {
    const { today, isWhole } = this.#scope;
    const { entries } = this.#policy;
    const isIdle = (one: AllowEntry) => isWhole && !isExpired(one, today) && !this.#used.has(one);
    const gone = entries.filter((one) => one.means === 'baseline' && isIdle(one));
    const complaints = entries.flatMap((entry) => {
      if (isExpired(entry, today)) return [toEntryNotice('expired-allowance', entry)];
      if (isIdle(entry)) return entry.means === 'baseline' ? [] : [toEntryNotice('unused-allowance', entry)];
      return entry.breadth === undefined ? [] : [toEntryNotice('broad-allowance', entry)];
    });
    return [
      ...complaints,
      ...(gone.length > 0 ? [toBaselineNotice(gone)] : []),
      ...this.#markNotices.values(),
      ...this.#listFaults(),
    ];
  }

  /** A rule that only this scan does not run with is named with good reason. Marks of one line with the same fault are told once. */
  #listFaults(): readonly Notice[] {
    if (!this.#policy.marks.honours) return [];
    const { faultyMarks = [], rules } = this.#scope;
    const known = new Set(rules.flatMap(listRuleNames));
    const notices = faultyMarks
      .filter(({ ruleName }) => ruleName === undefined || !known.has(ruleName))
      .map(toFaultNotice);
    return [...new Map(notices.map((notice) => [`${notice.detail} ${notice.where}`, notice])).values()];
  }
}

function matchesSecret(patterns: readonly RegExp[], secret: Secret): boolean {
  const text = secret.reveal();
  return text.length <= LONGEST_COMPARED_SECRET && patterns.some((pattern) => pattern.test(text));
}

function isExpired({ expires }: { readonly expires?: string }, today: string): boolean {
  return expires !== undefined && expires < today;
}

function isHeard({ syntax }: Mark, { honours, adopted }: MarkPolicy): boolean {
  return honours && (syntax === 'invguard' || adopted.includes(syntax));
}

/**
 * What stood under several names is covered when all of them are; what lies in an archive also when the archive is. Messages and tags have
 * no path; an entry without paths is about the finding, not its places.
 */
function coversPlace({ coversPath }: AllowEntry, { origin, entry }: Place): boolean {
  if (origin.kind === 'commit' || origin.kind === 'tag' || origin.kind === 'note') return false;
  const others = origin.kind === 'blob' ? (origin.life?.otherPaths ?? []) : [];
  return [origin.path, ...others].every((path) =>
    listNestedPaths(joinEntryPath(path, entry)).some((one) => coversPath?.(one)),
  );
}

function toAllowance({ means, where, reason, expires }: Allowance): Allowance {
  return { means, where, ...(reason !== undefined && { reason }), ...(expires !== undefined && { expires }) };
}

function keepPlaces(finding: Finding, left: readonly Place[]): Finding {
  const allowedPlaceCount = finding.places.length - left.length;
  return { ...finding, places: left, placeCount: finding.placeCount - allowedPlaceCount, allowedPlaceCount };
}
