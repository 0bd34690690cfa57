import { expect, test } from 'vitest';
import type { Origin } from '../../src/core/origin.ts';
import { Secret } from '../../src/core/secret.ts';
import { maskNames } from '../../src/findings/mask-names.ts';
import { createFinding, createPlace, createProblem, createText } from '../support/findings.ts';

const text = `acme_${createText(7, 24)}`;
const shown = `acme_********${text.slice(-4)}`;
const longer = `${text}XY`;

function mask(origin: Origin, secrets = [text]) {
  const findings = secrets.map((one) => ({
    ...createFinding(),
    secret: new Secret(one),
    places: [{ ...createPlace({}), origin }],
  }));
  const allowance = { means: 'mark', where: `${text}.txt:1` } as const;
  const notice = { code: 'faulty-mark', where: `${text}:2`, detail: 'It is faulty.', remedy: 'r' } as const;
  const allowed = [{ finding: findings[0]!, allowance }];
  const problems = [{ ...createProblem(), subject: `a/${text}` }];
  const told = maskNames({ findings, allowed, notices: [notice], problems });
  return { ...told, findings: [...told.findings] };
}

test.each([
  [`keys/${text}.json`, `keys/${shown}.json`],
  [`${text}/${text}`, `${shown}/${shown}`],
  [`x${text.slice(1)}`, `x${text.slice(1)}`],
  ['a.ts', 'a.ts'],
])('the file %s is told as %s', (path, told) => {
  expect(mask({ kind: 'file', path }).findings[0]!.places[0]!.origin.path).toBe(told);
});

test('of secrets that start alike the longest is masked', () => {
  const { findings } = mask({ kind: 'file', path: longer }, [text, longer]);
  expect(findings[0]!.places[0]!.origin.path).toBe(`acme_********${longer.slice(-4)}`);
});

test('a secret as short as a word masks nothing', () => {
  const { findings } = mask({ kind: 'file', path: 'src/administrators.ts' }, ['administrators']);
  expect(findings[0]!.places[0]!.origin.path).toBe('src/administrators.ts');
});

test('no name of a commit, of a ref, or in what is told beside findings holds a secret', () => {
  const commit = { id: 'c', author: text, email: `${text}@x`, date: '' };
  const standing = { reach: 'refs', isInHead: true, refs: [`heads/${text}`], refCount: 1 } as const;
  const life = { ...standing, versionCount: 1, removed: commit, otherPaths: [text] };
  const told = mask({ kind: 'blob', path: text, blob: 'b', commit, life });
  expect(JSON.stringify(told)).not.toContain(text);
  expect(JSON.stringify(told)).toContain(`heads/${shown}`);
  expect(told.findings[0]!.secret.reveal()).toBe(text);
});
