import { expect, test } from 'vitest';
import type { Verdict, Verification } from '../../../src/core/verification.ts';
import { tellNextStep } from '../../../src/report/prose/next-step.ts';
import { createFinding, createRule } from '../../support/findings.ts';

const remedy = 'Revoke the key.';

function tell(verdict?: Verdict): string {
  const evidence = {
    endpoint: 'GET https://api.example.com',
    reason: 'So it is.',
    at: '2026-11-22T00:00:00Z',
  };
  const verification = { verdict, evidence, reason: '', blastRadius: [] } as unknown as Verification;
  return tellNextStep({
    ...createFinding({ rule: createRule({ remedy }) }),
    ...(verdict && { verification }),
  });
}

test.each(['live', 'blocked', 'unknown', 'unchecked', undefined] as const)(
  'a key that is %s is to be dealt with as its rule says',
  (verdict) => expect(tell(verdict)).toBe(remedy),
);

test.each(['revoked', 'dead'] as const)('of a key that is %s nothing is left to revoke', (verdict) =>
  expect(tell(verdict)).toMatch(/^Nothing is left to revoke/),
);

test('what is no key is to be looked at, and not revoked as it is', () =>
  expect(tell('not-a-key')).toMatch(/^Look at the place.*a part of a key.*false alarm/));
