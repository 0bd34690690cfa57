import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import { describeOccasion } from '../../src/guard/occasion.ts';
import { writeGuardPage } from '../../src/report/prose/guard-page.ts';
import { createPage } from '../../src/report/prose/page.ts';
import { createBody, createFinding, createPlace, createProblem, createRule } from '../support/findings.ts';

const page = createPage({ width: 60, hasColour: false, showsSecrets: false });
const occasion = describeOccasion('pre-commit', { kind: 'staged' });

function write(body: Parameters<typeof createBody>[0], on = occasion): string {
  return [...writeGuardPage(createBody(body), on, page)].join('');
}

function findStaged(path: string, more: Partial<Finding> = {}): Finding {
  const place = { ...createPlace({}), origin: { kind: 'staged' as const, path, blob: '1'.repeat(40) } };
  return { ...createFinding(), places: [place], placeCount: 1, ...more };
}

function writeStaged(...paths: readonly string[]): string {
  const findings = paths.map((path) => findStaged(path));
  return write({ findings, findingCount: findings.length, exitCode: 1 });
}

describe('the command that revokes', () => {
  test.each([
    [['a.ts'], /npx invguard revoke a\.ts --fingerprint [0-9a-f]+$/m],
    [['a.ts', 'b c.ts'], /npx invguard revoke a\.ts 'b c\.ts'$/m],
    [['-a.ts'], /npx invguard revoke \.\/-a\.ts --fingerprint/],
    [["it's $(x)"], /npx invguard revoke 'it'\\''s \$\(x\)' --fingerprint/],
    [['1', '2', '3', '4'], /npx invguard revoke$/m],
  ])('names what is staged: %j', (paths, command) => {
    expect(writeStaged(...paths)).toMatch(command);
    expect(writeStaged(...paths)).not.toContain('standard input');
  });

  test('is given the key where no file holds it', () => {
    const place = { ...createPlace({}), origin: { kind: 'stdin' as const, path: 'commit message' } };
    const findings = [{ ...createFinding(), places: [place] }];
    const provider = findings[0]!.rule.provider;
    const text = write({ findings, findingCount: 1, exitCode: 1 });
    expect(text).toContain(`revoke - --provider ${provider}\n`);
    expect(text).toContain('reads the key from standard input');
  });

  test('is not told for what no vendor issued', () => {
    const { provider: _, ...rule } = createRule();
    const findings = [findStaged('a.ts', { rule })];
    expect(write({ findings, findingCount: 1, exitCode: 1 })).not.toContain('revoke');
  });
});

test('what can be typed is never broken, however narrow the terminal', () => {
  const text = writeStaged('a/very/long/path/to/a/file/that/takes/more/than/a/line/of/sixty.ts');
  expect(text).toMatch(/^ {7}invguard:allow \S+ -- reason$/m);
  expect(text).toMatch(/^ {2}npx invguard revoke \S+ --fingerprint \S+$/m);
});

test('what stands in a commit may have no line left for a mark: its fingerprint is told', () => {
  const arrivals = { tips: [], knownIds: [], knownRefs: [] };
  const finding = findStaged('a.ts');
  const text = write(
    { findings: [finding], findingCount: 1, exitCode: 1 },
    describeOccasion('pre-push', { kind: 'arrivals', arrivals }),
  );
  expect(text).toMatch(new RegExp(`^ {7}fingerprint:${finding.fingerprint} {2}# reason$`, 'm'));
  expect(text).toMatch(/whoever can\s+read the remote then has the secret/);
});

test('the ways on are those that there are', () => {
  expect(writeStaged('a.ts')).toMatch(
    /1\. Take it out.*2\. If it opens nothing.*3\. `git commit --no-verify`/s,
  );
  const server = describeOccasion('pre-receive', {
    kind: 'arrivals',
    arrivals: { tips: [], knownIds: [], knownRefs: [] },
  });
  const text = write({ findings: [findStaged('a.ts')], findingCount: 1, exitCode: 1 }, server);
  expect(text).not.toMatch(/2\. |--no-verify/);
});

test('what was not read is told beside what was found, and what only deserves a word is not', () => {
  const gap = { ...createProblem(), subject: 'gone.ts', isIncomplete: true };
  const word = { ...createProblem(), subject: 'shallow', isIncomplete: false };
  const text = write({ findings: [findStaged('a.ts')], findingCount: 1, problems: [gap, word], exitCode: 1 });
  expect(text).toMatch(
    /stopped this commit: 1 secret.*stopped this commit: not everything could be read.*gone\.ts/s,
  );
  expect(text).not.toContain('shallow');
});

test('places and names are safe to print', () => {
  const text = writeStaged('a\u001b[2J\n::error::.ts');
  expect(text).not.toContain('\u001b');
  expect(text).not.toMatch(/^::/m);
});
