import { describe, expect, test } from 'vitest';
import type { Place } from '../../src/core/finding.ts';
import type { Origin } from '../../src/core/origin.ts';
import type { ClaimRecord } from '../../src/revoke/journal-record.ts';
import { describeClaimedPlan, listVariables, nameFirstPlace } from '../../src/revoke/rotation.ts';
import { createFinding, createFrame, createPlace } from '../support/findings.ts';

function standing(before: string, path = 'src/a.ts'): Place {
  return createPlace({ path, frame: createFrame(before, '") OTHER_KEY=') });
}

const listOf = (...places: readonly Place[]) => listVariables(createFinding({ places }));

describe('of a secret that stands behind', () => {
  test.each([
    ['ACME_KEY=', 'ACME_KEY'],
    ['ACME_KEY2 = "', 'ACME_KEY2'],
    ['  "ACME_KEY" : \'', 'ACME_KEY'],
    ["'ACME_KEY': `", 'ACME_KEY'],
    ['ACME_KEY := ', 'ACME_KEY'],
    ['export KE=', 'KE'],
    ['_', undefined],
    ['K=', undefined],
    [`${'A'.repeat(100)}=`, 'A'.repeat(100)],
    [`${'A'.repeat(101)}=`, undefined],
    ['1ACME_KEY=', undefined],
    ['ACME_KEY', undefined],
    ['ACME_KEY==', undefined],
    ['ACME_KEY=x', undefined],
    ['ACME-KEY: ["', undefined],
    ['ACME_KEY_of=', undefined],
    ['acme_KEY=', undefined],
    ['', undefined],
  ])('%j the variable is %s', (before, name) => {
    expect(listOf(standing(before))).toEqual(name === undefined ? [] : [name]);
  });

  test.each([
    ['.env', true],
    ['deploy/eu/.env.production', true],
    ['.env/settings.ts', false],
    ['deploy/environment.ts', false],
  ])('a name in small letters, in %s it is one: %s', (path, isVariable) => {
    expect(listOf(standing('acme_key=', path))).toEqual(isVariable ? ['acme_key'] : []);
  });
});

test('variables are named once and sorted, and places without a frame name none', () => {
  const places = ['B_KEY=', 'A_KEY=', 'B_KEY='].map((before) => standing(before));
  expect(listOf(...places, createPlace({}))).toEqual(['A_KEY', 'B_KEY']);
});

const commit = { id: 'c'.repeat(40), author: 'A', date: '' };

test.each<[string, Origin, string]>([
  ['a file', { kind: 'file', path: 'src/a.ts' }, 'src/a.ts:12'],
  [
    'a file of a commit',
    { kind: 'blob', path: 'src/a.ts', blob: 'b'.repeat(40), commit },
    `src/a.ts:12 in commit ${commit.id}`,
  ],
  ['a file of no commit', { kind: 'blob', path: 'src/a.ts', blob: 'b'.repeat(40) }, 'src/a.ts:12'],
  [
    'a note of a commit',
    { kind: 'note', path: 'note', blob: 'b'.repeat(40), about: 'd'.repeat(40), commit },
    `note:12 in commit ${commit.id}`,
  ],
  ['a message', { kind: 'commit', path: 'commit cccc', commit }, 'commit cccc:12'],
])('the first place is told in one line, in %s', (_, origin, told) => {
  const places = [{ ...createPlace({}), origin }, createPlace({ path: 'z' })];
  expect(nameFirstPlace(createFinding({ places }))).toBe(told);
});

test('a finding without places is told to be at an unknown one', () => {
  expect(nameFirstPlace(createFinding({ places: [] }))).toBe('unknown');
});

describe('the plan of an earlier claim', () => {
  const claim: ClaimRecord = {
    step: 'sending',
    at: '2026-11-22T00:00:00.000Z',
    id: 'a',
    fingerprint: 'f1',
    provider: 'acme',
    contract: 'discovered',
    source: 'https://api.example.com/openapi.json',
    method: 'DELETE',
    origin: 'https://api.example.com',
    path: '/keys/7',
    processId: 1,
    host: 'here',
  };
  const finding = createFinding({ places: [standing('ACME_KEY=')] });

  test.each<[Partial<ClaimRecord>, object]>([
    [{}, {}],
    [{ keyId: '7' }, { id: '7' }],
    [{ last4: 'ab12' }, { last4: 'ab12' }],
  ])('names the key by what was written down: %j', (written, key) => {
    const { contract, source, method, origin, path } = claim;
    expect(describeClaimedPlan({ ...claim, ...written }, finding, 'https://dashboard')).toStrictEqual({
      contract,
      source,
      request: { method, origin, path, credential: 'that of the earlier run' },
      key,
      consequences: [],
      variables: ['ACME_KEY'],
      dashboard: 'https://dashboard',
    });
  });
});
