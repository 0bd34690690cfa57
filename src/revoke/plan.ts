// From a key that was proven live to a plan: on whose word it is revoked, by which request, and what that breaks. Sends nothing that
// changes anything.

import type { Revocation, RevocationPlan, RevokedKey } from '../core/revocation.ts';
import type { KeyIdentity, Verification } from '../core/verification.ts';
import { bindConfigured } from './configured-contract.ts';
import { type Binding, type BoundContract, type LiveKey, type Unbound, unbound } from './contract.ts';
import type { Desk, Subject } from './desk.ts';
import { bindDiscovered, readVendorDocument } from './discovered-contract.ts';
import { bindResponder } from './responder-contract.ts';
import { listVariables, nameFirstPlace } from './rotation.ts';

/** A key that may be revoked; without a contract only by a person. */
export interface ReadyDraft {
  readonly state: 'ready';
  readonly subject: Subject;
  readonly plan: RevocationPlan;
  readonly contract: BoundContract | undefined;
  readonly verification: LiveVerification;
}

export type LiveVerification = Extract<Verification, { blastRadius: unknown }>;

/** What there is to do about a key: something, or nothing and why. */
export type Draft = ReadyDraft | Extract<Revocation, { state: 'refused' | 'already-dead' }>;

/** Plans the revocation of one key by what its vendor said about it just now. */
export async function planRevocation(
  subject: Subject,
  verification: Verification,
  desk: Desk,
): Promise<Draft> {
  if (isLive(verification)) return planLiveKey(subject, verification, desk);
  if (verification.verdict === 'revoked' || verification.verdict === 'dead')
    return { state: 'already-dead', evidence: verification.evidence };
  return { state: 'refused', reason: explainRefusal(verification) };
}

/** A blocked key is known to its vendor and may be let in again tomorrow. */
export function isLive(verification: Verification): verification is LiveVerification {
  return verification.verdict === 'live' || verification.verdict === 'blocked';
}

/** Why a key that is neither proven live nor proven dead is left alone. */
export function explainRefusal(verification: Exclude<Verification, LiveVerification>): string {
  if (verification.verdict === 'not-a-key') return 'its vendor says that it is no key';
  const reason = verification.verdict === 'unchecked' ? verification.reason : verification.evidence.reason;
  return `it is not known whether the key is live: ${reason.replace(/\.$/, '')}`;
}

async function planLiveKey(subject: Subject, verification: LiveVerification, desk: Desk): Promise<Draft> {
  const { identity } = verification;
  if (!isAbout(identity, subject))
    return { state: 'refused', reason: 'the vendor’s answer is about a key with another end' };
  const binding = await bind(subject, identity, desk);
  const contract = binding.kind === 'unbound' ? undefined : binding;
  const plan = describePlan(subject, identity, binding);
  return { state: 'ready', subject, plan, contract, verification };
}

/** Whether what the vendor tells can be about this key at all. */
export function isAbout(identity: KeyIdentity | undefined, { finding }: Subject): boolean {
  return identity?.last4 === undefined || finding.secret.endsWith(identity.last4);
}

/** The first contract that there is. What the operator wrote down is not replaced by something else when it does not fit. */
async function bind(subject: Subject, identity: KeyIdentity | undefined, desk: Desk): Promise<Binding> {
  const { finding, vendor } = subject;
  const key: LiveKey = { secret: finding.secret, identity, vendor, signal: desk.signal };
  const configured = desk.config.contracts[vendor.provider.name];
  if (configured) return bindConfigured(key, configured, { env: desk.env });
  const discovered = await discover(key, desk);
  if (discovered.kind !== 'unbound') return discovered;
  const responder = report(subject, desk);
  if (responder.kind !== 'unbound') return responder;
  return unbound([discovered.reason, responder.reason].filter(Boolean).join('; '));
}

async function discover(key: LiveKey, { config, documents, signal }: Desk): Promise<Binding> {
  if (!config.discovery) return unbound('the trusted config turns discovery off');
  const { vendor } = key;
  const { name } = vendor.provider;
  const reading = documents.get(name) ?? readVendorDocument(vendor, signal);
  documents.set(name, reading);
  const document = await reading;
  return 'kind' in document ? document : bindDiscovered(key, document);
}

function report({ finding, vendor }: Subject, { config, env, responderHttp }: Desk): BoundContract | Unbound {
  const { responder } = config;
  if (!responder || !responderHttp) return unbound('');
  if (responder.providers && !responder.providers.includes(vendor.provider.name)) return unbound('');
  const { secret, fingerprint, rule } = finding;
  const key = { secret, fingerprint, type: rule.kind, location: nameFirstPlace(finding) };
  return bindResponder(key, responder, { env, http: responderHttp });
}

function describePlan(
  { finding, vendor }: Subject,
  identity: KeyIdentity | undefined,
  binding: Binding,
): RevocationPlan {
  const contract = binding.kind === 'unbound' ? undefined : binding;
  return {
    contract: contract?.kind ?? 'guided',
    source: binding.kind === 'unbound' ? binding.reason : binding.source,
    ...(contract && { request: describeRequest(contract) }),
    key: describeKey(identity, contract?.keyId ?? identity?.keyId),
    consequences: listConsequences(identity, contract?.kind),
    variables: listVariables(finding),
    dashboard: vendor.provider.dashboard,
  };
}

function describeRequest({ request, credential }: BoundContract): NonNullable<RevocationPlan['request']> {
  const { origin } = new URL(request.url);
  return { method: request.method, origin, path: request.url.slice(origin.length), credential };
}

function describeKey(identity: KeyIdentity | undefined, id: string | undefined): RevokedKey {
  const { keyName: name, last4, scopes, organisation } = identity ?? {};
  return {
    ...(id !== undefined && { id }),
    ...(name !== undefined && { name }),
    ...(last4 !== undefined && { last4 }),
    ...(scopes !== undefined && { scopes }),
    ...(organisation !== undefined && { organisation: organisation.name }),
  };
}

function listConsequences(
  identity: KeyIdentity | undefined,
  kind: BoundContract['kind'] | undefined,
): string[] {
  const { keyName, lastUsedAt } = identity ?? {};
  return [
    `Everything that uses ${keyName === undefined ? 'this key' : `the key “${keyName}”`} stops working, and a revoked key does not come back.`,
    ...(lastUsedAt === undefined ? [] : [`It was last used at ${lastUsedAt}.`]),
    ...(kind === 'responder' ? ['The responder is sent the key itself, signed.'] : []),
  ];
}
