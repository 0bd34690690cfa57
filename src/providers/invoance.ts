// Invoance (invoance.com): `GET /v1/me` tells whose key it is given, and needs no scope. Facts of 2026-11, from
// https://www.invoance.com/developers/errors and the vendor's five SDKs. The SDKs call a key invalid when the server is unreachable or
// in trouble; here that is unknown.

import type { HttpAnswer } from '../core/http.ts';
import type { ProbeContext, Provider } from '../core/provider.ts';
import type { Secret } from '../core/secret.ts';
import type { Evidence, KeyIdentity, Verification } from '../core/verification.ts';
import { explainOther, readObject, tellFailure, toObject, VendorTexts } from './reading/vendor-answer.ts';

const PATH = '/v1/me';
const MAX_BODY_BYTES = 65_536;
const PUBLIC_PREFIX = 'invoance_live_';

const provider: Provider = {
  name: 'invoance',
  title: 'Invoance',
  kinds: ['invoance-api-key'],
  origin: 'https://api.invoance.com',
  // The limit is the plan's, and told only to a live key; the SDKs' own scripts leave 0.3 s between calls.
  rateLimit: { requestCount: 3, perMs: 1000 },
  dashboard: 'https://app.invoance.com/dashboard/profile?tab=tokens',
  // None is documented.
  openApiPaths: ['/openapi.json', '/v1/openapi.json', '/.well-known/openapi.json'],
  probe,
};

export default provider;

async function probe(secret: Secret, { http, signal, origin, now }: ProbeContext): Promise<Verification> {
  const url = `${origin}${PATH}`;
  const outcome = await http(
    { method: 'GET', url, credential: { kind: 'bearer', secret }, maxBodyBytes: MAX_BODY_BYTES },
    signal,
  );
  const evidence = { endpoint: `GET ${url}`, at: now() };
  if (outcome.kind === 'failure') return tellFailure(outcome, evidence);
  return judge(outcome, secret, { ...evidence, status: outcome.status });
}

type Unreasoned = Omit<Evidence, 'reason'>;

function judge({ status, body }: HttpAnswer, secret: Secret, evidence: Unreasoned): Verification {
  const answer = readObject(body);
  const texts = new VendorTexts(secret, PUBLIC_PREFIX);
  if (status === 200) return judgeIdentity(answer, { secret, texts, evidence });
  const errorCode = texts.readCode(answer['error']);
  const known = { ...evidence, ...(errorCode !== undefined && { errorCode }) };
  if (status === 401) return judgeRefusal(errorCode, known);
  const barrier = findBarrier(status, errorCode, answer);
  if (barrier === undefined)
    return { verdict: 'unknown', evidence: { ...known, reason: explainOther(status) } };
  return { verdict: 'blocked', evidence: { ...known, reason: barrier }, blastRadius: [] };
}

/**
 * What each code of a 401 says; any other 401 may come from something in front of the API. So may `unauthorized`, which only mocks of the
 * SDKs have: any gateway says that.
 */
const refusals: Readonly<Record<string, readonly ['revoked' | 'dead' | 'not-a-key' | 'unknown', string]>> = {
  api_key_revoked: ['revoked', 'The vendor knows the key and says that it is revoked.'],
  invalid_api_key: ['dead', 'The vendor does not know the key.'],
  invalid_api_key_format: ['not-a-key', 'The vendor says that no key looks like this.'],
  missing_api_key: ['unknown', 'The key did not arrive; that says nothing about it.'],
  invalid_authorization_scheme: [
    'unknown',
    'The key did not arrive as it should; that says nothing about it.',
  ],
};

function judgeRefusal(errorCode: string | undefined, evidence: Unreasoned): Verification {
  const [verdict, reason] = (errorCode !== undefined && Object.hasOwn(refusals, errorCode)
    ? refusals[errorCode]
    : undefined) ?? ['unknown', 'The refusal names no reason that is known, so it may not be about the key.'];
  return { verdict, evidence: { ...evidence, reason } };
}

/** What the codes of a 403 say that the documentation and the SDKs tell of the key. */
const barriers: ReadonlyMap<string, string> = new Map([
  ['ip_not_allowed', 'The vendor knows the key, but not from this address.'],
  ['ip_blocked', 'The vendor knows the key, but not from this address.'],
  ['insufficient_scope', 'The vendor knows the key, but lets it do less than this.'],
  ['permission_denied', 'The vendor knows the key, but lets it do less than this.'],
  ['feature_not_available', 'The vendor knows the key, but lets it do less than this.'],
]);

/** Why a key that may well be live does not get through; undefined when nothing hints that the vendor knows it. */
function findBarrier(
  status: number,
  errorCode: string | undefined,
  answer: Readonly<Record<string, unknown>>,
): string | undefined {
  if (status === 402)
    return 'A payment is asked for, as the vendor documents for a subscription that is past due; once it is paid, the key may work.';
  if (status === 403 && errorCode !== undefined)
    return (
      barriers.get(errorCode) ?? 'The request is refused for a reason that is not known; the key may be live.'
    );
  // A limit for an address proves nothing; one that names the plan was reached by a key the vendor looked up.
  if (status === 429 && typeof answer['plan_tier'] === 'string')
    return "The vendor knows the key, and its plan's limit is used up for now.";
  return undefined;
}

interface IdentityReading {
  readonly secret: Secret;
  readonly texts: VendorTexts;
  readonly evidence: Unreasoned;
}

/** A 200 counts when it is what the vendor sends, and about this key. */
function judgeIdentity(
  answer: Readonly<Record<string, unknown>>,
  { secret, texts, evidence }: IdentityReading,
): Verification {
  const unknown = (reason: string): Verification => ({
    verdict: 'unknown',
    evidence: { ...evidence, reason },
  });
  if (answer['valid'] !== true) return unknown('The answer does not say that the key is valid.');
  const last4 = texts.read(toObject(answer['api_key'])['key_last4']);
  if (last4 !== undefined && !isBound(last4, secret))
    return unknown('The answer is about a key with other last four characters.');
  return {
    verdict: 'live',
    evidence: { ...evidence, reason: 'The vendor says that the key is valid.' },
    ...(last4 !== undefined && { identity: readIdentity(answer, texts, last4) }),
    blastRadius: describeReach(answer, texts),
  };
}

function isBound(last4: string, secret: Secret): boolean {
  return last4.length === 4 && secret.endsWith(last4);
}

function readIdentity(
  answer: Readonly<Record<string, unknown>>,
  texts: VendorTexts,
  last4: string,
): KeyIdentity {
  const key = toObject(answer['api_key']);
  const organisation = toObject(answer['organization']);
  const id = texts.read(organisation['id']);
  const requestsPerSecond = toObject(answer['limits'])['rate_limit_per_sec'];
  return dropMissing({
    keyId: texts.read(key['id']),
    keyName: texts.read(key['name']),
    last4,
    organisation: id === undefined ? undefined : { id, name: texts.read(organisation['name']) ?? id },
    scopes: texts.readList(key['scopes']),
    createdAt: texts.read(key['created_at']),
    lastUsedAt: texts.read(key['last_used_at']),
    requestsPerSecond: typeof requestsPerSecond === 'number' ? requestsPerSecond : undefined,
  });
}

type Optional<T> = { readonly [Name in keyof T]?: T[Name] | undefined };

function dropMissing(identity: Optional<KeyIdentity>): KeyIdentity {
  return Object.fromEntries(
    Object.entries(identity).filter(([, value]) => value !== undefined),
  ) as KeyIdentity;
}

function describeReach(answer: Readonly<Record<string, unknown>>, texts: VendorTexts): readonly string[] {
  const organisation = toObject(answer['organization']);
  const name = texts.read(organisation['name']);
  const plan = texts.read(organisation['plan_tier']);
  const scopes = texts.readList(toObject(answer['api_key'])['scopes']);
  return [
    ...(name === undefined
      ? []
      : [`It acts for ${name}${plan === undefined ? '' : `, on the plan ${plan}`}.`]),
    ...(scopes.length === 0 ? [] : [`Its scopes are ${scopes.join(', ')}.`]),
  ];
}
