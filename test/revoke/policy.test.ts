import { describe, expect, test } from 'vitest';
import invoance from '../../src/providers/invoance.ts';
import type { Draft, ReadyDraft } from '../../src/revoke/plan.ts';
import { isInScope, isProtected, listObjections } from '../../src/revoke/policy.ts';
import type { AutoPolicy } from '../../src/revoke/trusted-config.ts';
import { createSubject } from '../support/desk.ts';
import { expand } from '../support/secrets.ts';
import { startServer } from '../support/vendor-server.ts';

const server = await startServer();
const subject = createSubject(invoance, server, expand('invoance_live_<alnum:24>', 'policy'));
const policy: AutoPolicy = {
  providers: ['invoance'],
  min_confidence: 'high',
  max_keys: 3,
  protected_names: [],
  contracts: ['configured', 'discovered', 'responder'],
};

function draft(plan: Partial<ReadyDraft['plan']> = {}, verdict: 'live' | 'blocked' = 'live'): ReadyDraft {
  const evidence = { endpoint: 'GET /', reason: 'It is.', at: '2026-11-22T00:00:00Z' };
  return {
    state: 'ready',
    subject,
    plan: {
      contract: 'discovered',
      source: 'a document',
      key: { name: 'ingest' },
      consequences: [],
      variables: [],
      dashboard: '',
      ...plan,
    },
    contract: undefined,
    verification: { verdict, evidence, blastRadius: [] },
  };
}

function object(drafts: readonly Draft[], plan: Partial<AutoPolicy> = {}): readonly (string | undefined)[] {
  const objections = listObjections(drafts, { ...policy, ...plan });
  return drafts.map((one) => objections.get(one));
}

test('a policy is about its providers and what is sure enough, whatever the scanned repository says of its rules', () => {
  expect(subject.finding.rule.confidence).toBe('high');
  expect(isInScope(subject, policy, () => 'high')).toBe(true);
  expect(isInScope(subject, { ...policy, providers: ['invent'] }, () => 'high')).toBe(false);
  expect(isInScope(subject, policy, () => 'medium')).toBe(false);
  expect(isInScope(subject, { ...policy, min_confidence: 'medium' }, () => 'medium')).toBe(true);
});

test('a live key with a contract meets no objection', () => {
  expect(object([draft()])).toEqual([undefined]);
});

test('a key without a name meets none where no name is protected', () => {
  expect(object([draft({ key: {} })])).toEqual([undefined]);
});

test.each<[string, ReadyDraft, Partial<AutoPolicy>, string]>([
  ['a blocked key', draft({}, 'blocked'), {}, 'blocked'],
  ['a key without a contract', draft({ contract: 'guided' }), {}, 'no contract'],
  [
    'a contract of a kind that is not allowed',
    draft(),
    { contracts: ['configured'] },
    'no discovered contract',
  ],
  ['a protected key', draft(), { protected_names: ['in*'] }, 'protects'],
  [
    'a key without a name where some are protected',
    draft({ key: {} }),
    { protected_names: ['prod'] },
    'may be a protected',
  ],
])('%s meets one', (_, ready, plan, objection) => {
  expect(object([ready], plan)).toEqual([expect.stringContaining(objection)]);
});

describe('the circuit breaker', () => {
  test('lets as many as max_keys through', () => {
    expect(object([draft(), draft(), draft()])).toEqual([undefined, undefined, undefined]);
  });

  test('stops all of more', () => {
    const stopped = expect.stringContaining('none was revoked');
    expect(object([draft(), draft(), draft(), draft()])).toEqual([stopped, stopped, stopped, stopped]);
  });

  test('counts only what would be revoked', () => {
    const dead: Draft = { state: 'already-dead', evidence: draft().verification.evidence };
    const [first, , , , last] = object([draft(), draft(), draft(), dead, draft({}, 'blocked')]);
    expect(first).toBeUndefined();
    expect(last).toContain('blocked');
  });
});

test('a key is protected by any of the patterns', () => {
  expect(isProtected('prod', ['x', 'prod', 'y'])).toBe(true);
  expect(isProtected('prod', [])).toBe(false);
});

test.each<[string, string, boolean]>([
  ['prod', 'prod', true],
  ['PROD', 'prod', true],
  ['production', 'prod', false],
  ['prod/eu', 'prod*', true],
  ['.prod', '*prod', true],
  ['a.c', 'a.c', true],
  ['abc', 'a.c', false],
  ['a\nb', 'a*b', true],
  ['x', '*', true],
  ['[x]', '[x]', true],
])('the name %j and the pattern %j: %s', (name, pattern, expected) => {
  expect(isProtected(name, [pattern])).toBe(expected);
});
