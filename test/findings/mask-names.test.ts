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
  [`${text}${text}`, `${shown}${shown}`],
  [`a/${text}/b/${text}/c`, `a/${shown}/b/${shown}/c`],
  [text, shown],
  [`x${text.slice(1)}`, `x${text.slice(1)}`],
  ['a.ts', 'a.ts'],
])('the file %s is told as %s', (path, told) => {
  expect(mask({ kind: 'file', path }).findings[0]!.places[0]!.origin.path).toBe(told);
});

test('of secrets that start alike the longest is masked', () => {
  for (const secrets of [
    [text, longer],
    [longer, text],
  ]) {
    const { findings } = mask({ kind: 'file', path: longer }, secrets);
    expect(findings[0]!.places[0]!.origin.path).toBe(`acme_********${longer.slice(-4)}`);
  }
});

test('a secret that starts as the name does but goes on otherwise is not taken for it', () => {
  for (const secrets of [
    [text, longer],
    [longer, text],
  ]) {
    const { findings } = mask({ kind: 'file', path: `${text}/a` }, secrets);
    expect(findings[0]!.places[0]!.origin.path).toBe(`${shown}/a`);
  }
});

test('what is masked is no part of another secret', () => {
  const next = `${text.slice(-1)}${'b'.repeat(20)}`;
  const { findings } = mask({ kind: 'file', path: `${text}${next.slice(1)}` }, [text, next]);
  expect(findings[0]!.places[0]!.origin.path).toBe(`${shown}${next.slice(1)}`);
});

test.each([
  ['administrators', 'administrators'],
  ['acme_1234567890', 'acme_1234567890'],
  ['acme_12345678901', 'acme_********'],
])('the secret %s stands in a name as %s', (secret, told) => {
  const { findings } = mask({ kind: 'file', path: `src/${secret}.ts` }, [secret]);
  expect(findings[0]!.places[0]!.origin.path).toBe(`src/${told}.ts`);
  expect(mask({ kind: 'file', path: secret }, [secret]).findings[0]!.places[0]!.origin.path).toBe(told);
});

test('a secret that is allowed is masked too, and so is it in what lies in an archive', () => {
  const finding = { ...createFinding(), secret: new Secret(text) };
  const place = createPlace({ path: `${text}.zip` });
  const other = { ...createFinding(), places: [place, { ...place, entry: `a/${text}` }] };
  const allowance = { means: 'mark', where: 'a:1' } as const;
  const told = maskNames({
    findings: [other],
    allowed: [{ finding, allowance }],
    notices: [],
    problems: [],
  });
  const [masked] = [...told.findings];
  expect(masked!.places).toStrictEqual([
    { ...place, origin: { ...place.origin, path: `${shown}.zip` } },
    { ...place, origin: { ...place.origin, path: `${shown}.zip` }, entry: `a/${shown}` },
  ]);
});

test('no name of a commit, of a ref, or in what is told beside findings holds a secret', () => {
  const commit = { id: 'c', author: text, email: `${text}@x`, date: '' };
  const standing = { reach: 'refs', isInHead: true, refs: [`heads/${text}`], refCount: 1 } as const;
  const life = { ...standing, versionCount: 1, removed: commit, otherPaths: [text] };
  const told = mask({ kind: 'blob', path: text, blob: 'b', commit, life });
  expect(JSON.stringify(told)).not.toContain(text);
  const { origin } = told.findings[0]!.places[0]!;
  expect(told.allowed).toMatchObject([
    { finding: { places: [{ origin: { path: shown } }] }, allowance: { where: `${shown}.txt:1` } },
  ]);
  expect(told.notices).toMatchObject([{ where: `${shown}:2` }]);
  expect(told.problems).toMatchObject([{ subject: `a/${shown}` }]);
  const author = { ...commit, author: shown, email: `${shown}@x` };
  expect(origin).toStrictEqual({
    kind: 'blob',
    path: shown,
    blob: 'b',
    commit: author,
    life: { ...life, refs: [`heads/${shown}`], removed: author, otherPaths: [shown] },
  });
  expect(told.findings[0]!.secret.reveal()).toBe(text);
});
