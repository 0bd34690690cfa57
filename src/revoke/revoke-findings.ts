// All keys of a run: planned first, then judged together (the circuit breaker counts them), then revoked one after the other. Every
// finding that is asked about gets an outcome; the others go through untouched.

import { ToolError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { isDead, type Revocation } from '../core/revocation.ts';
import type { Evidence } from '../core/verification.ts';
import type { Vendor } from './contract.ts';
import { type Desk, probe, type Subject } from './desk.ts';
import type { Journal } from './journal.ts';
import type { Standing } from './journal-record.ts';
import { type Draft, planRevocation, type ReadyDraft } from './plan.ts';
import { isInScope, listObjections, type RateRule } from './policy.ts';
import { recheck } from './recheck.ts';
import { resumeKey, revokeKey, settle } from './revoke.ts';
import { describeClaimedPlan } from './rotation.ts';
import type { AutoPolicy } from './trusted-config.ts';

/** Who says yes. */
export type Consent =
  /** Nobody: plans are made and nothing is sent. */
  | { readonly kind: 'none' }
  /** A person, who named the keys. */
  | { readonly kind: 'given' }
  /** A person who is asked about each plan. */
  | { readonly kind: 'asked'; readonly ask: (draft: ReadyDraft) => Promise<boolean> }
  /** The operator, beforehand. */
  | { readonly kind: 'policy'; readonly policy: AutoPolicy; readonly rate: RateRule };

export interface RevocationRun {
  readonly desk: Desk;
  /** By name of the provider. */
  readonly vendors: ReadonlyMap<string, Vendor>;
  readonly consent: Consent;
  /** Absent only where nothing can be sent. */
  readonly journal?: Journal;
  /** Fingerprints; absent is every key. */
  readonly only?: ReadonlySet<string>;
  /** Only keys whose revocation an earlier run began; with consent, their request may be sent again. */
  readonly resumes?: boolean;
  /** How long to wait for a person to revoke a key that no contract covers, after telling what to do. */
  readonly waiting?: { readonly durationMs: number; readonly tell: (draft: ReadyDraft) => void };
}

/** The findings, those that were asked about with their `revocation`; in their order. */
export async function revokeFindings(
  findings: readonly Finding[],
  run: RevocationRun,
): Promise<readonly Finding[]> {
  const drafts = new Map<Finding, Draft>();
  const subjects = findings.map((finding) => chooseSubject(finding, run));
  for (const subject of subjects) {
    if (subject) drafts.set(subject.finding, await draftOne(subject, run));
  }
  const objections = listAllObjections([...drafts.values()], run);
  const outcomes: Finding[] = [];
  for (const [index, finding] of findings.entries()) {
    const draft = drafts.get(finding);
    const revocation = draft && (await decideSafely(draft, subjects[index]!, { run, objections }));
    outcomes.push(revocation ? attach(finding, revocation) : finding);
  }
  return outcomes;
}

/** What the vendor said before does not hold any more for a key that is revoked. */
function attach(finding: Finding, revocation: Revocation): Finding {
  const { state } = revocation;
  if (state !== 'revoked') return { ...finding, revocation };
  return { ...finding, revocation, verification: { verdict: 'revoked', evidence: revocation.evidence } };
}

/** Whether every key that was asked about is known to be dead. */
export function areAllDead(findings: readonly Finding[]): boolean {
  return findings.every(
    ({ revocation }) => !revocation || revocation.state === 'planned' || isDead(revocation),
  );
}

/** Undefined for a finding that this run is not about. */
function chooseSubject(finding: Finding, run: RevocationRun): Subject | undefined {
  const { rule, verification } = finding;
  const { vendors, consent } = run;
  const vendor = rule.provider === undefined ? undefined : vendors.get(rule.provider);
  if (!vendor?.provider.kinds.includes(rule.kind)) return undefined;
  const subject = { finding, vendor };
  if (!isMeant(finding, run)) return undefined;
  if (consent.kind !== 'policy') return subject;
  return isInScope(subject, consent.policy, consent.rate) && verification?.verdict !== 'not-a-key'
    ? subject
    : undefined;
}

/** Whether the user means this key: whoever names keys, or resumes what was begun, means no other. */
export function isMeant(
  { fingerprint }: Finding,
  { only, resumes, journal }: Pick<RevocationRun, 'only' | 'resumes' | 'journal'>,
): boolean {
  if (resumes && !journal?.listOpen().includes(fingerprint)) return false;
  return only?.has(fingerprint) ?? true;
}

async function draftOne(subject: Subject, { desk }: RevocationRun): Promise<Draft> {
  const { verification } = subject.finding;
  return planRevocation(subject, verification ?? (await probe(subject, desk)), desk);
}

function listAllObjections(drafts: readonly Draft[], { consent }: RevocationRun): ReadonlyMap<Draft, string> {
  return consent.kind === 'policy' ? listObjections(drafts, consent.policy) : new Map();
}

interface Deciding {
  readonly run: RevocationRun;
  readonly objections: ReadonlyMap<Draft, string>;
}

/** A journal that fails says so before anything is sent; what was revoked before it is still told. */
async function decideSafely(draft: Draft, subject: Subject, deciding: Deciding): Promise<Revocation> {
  try {
    return await decide(draft, subject, deciding);
  } catch (error) {
    if (error instanceof ToolError) return { state: 'refused', reason: error.message };
    throw error;
  }
}

async function decide(draft: Draft, subject: Subject, { run, objections }: Deciding): Promise<Revocation> {
  const { desk, journal, resumes = false } = run;
  const earlier = journal?.read(subject.finding.fingerprint);
  if (draft.state === 'already-dead' && journal && earlier && earlier.step !== 'revoked')
    return recoverOutcome(subject, earlier, { desk, journal, evidence: draft.evidence });
  if (draft.state !== 'ready') return draft;
  const { plan } = draft;
  const objection = objections.get(draft);
  if (objection !== undefined) return { state: 'refused', plan, reason: objection };
  if (desk.signal.aborted)
    return { state: 'refused', plan, reason: 'the run was stopped before it was sent' };
  if (!journal) return { state: 'planned', plan };
  if (!(await agrees(run.consent, draft)))
    return resumes ? resumeKey(draft, desk, journal) : { state: 'planned', plan };
  if (!draft.contract && run.waiting) return waitForPerson(draft, run);
  return revokeKey(draft, desk, { journal, mayRepeat: resumes });
}

async function agrees(consent: Consent, draft: ReadyDraft): Promise<boolean> {
  if (consent.kind === 'asked') return consent.ask(draft);
  return consent.kind === 'policy' || consent.kind === 'given';
}

/** The key died of a request whose run did not live to see it. */
function recoverOutcome(
  { finding, vendor }: Subject,
  earlier: Standing,
  { desk, journal, evidence }: { desk: Desk; journal: Journal; evidence: Evidence },
): Revocation {
  const plan = describeClaimedPlan(earlier.claim, finding, vendor.provider.dashboard);
  return settle(earlier, { plan, evidence, journal, desk });
}

async function waitForPerson(draft: ReadyDraft, { desk, waiting }: RevocationRun): Promise<Revocation> {
  const { durationMs, tell } = waiting!;
  tell(draft);
  const { isDead: isRevoked, evidence } = await recheck(draft.subject, desk, durationMs);
  if (isRevoked) return { state: 'revoked', plan: draft.plan, evidence };
  const reason = 'nobody is seen to have revoked it within the time that --wait gives';
  return { state: 'unconfirmed', plan: draft.plan, reason, evidence };
}
