import type { Place } from '../../src/core/finding.ts';
import type { Origin } from '../../src/core/origin.ts';
import type { ReportBody, ReportContext } from '../../src/core/reporter.ts';
import type { Revocation, RevocationPlan } from '../../src/core/revocation.ts';
import type { Verification } from '../../src/core/verification.ts';
import type { ReporterName } from '../../src/report/index.ts';
import { reporters } from '../../src/report/index.ts';
import {
  createBody,
  createContext,
  createFinding,
  createFrame,
  createPlace,
  createProblem,
  createRule,
} from '../support/findings.ts';

export interface Scenario {
  readonly body: ReportBody;
  readonly context: ReportContext;
}

export const reporterNames = Object.keys(reporters) as ReporterName[];

/** The characters of a text, line ends aside, that a terminal would obey or that reorder what it shows. */
export function listActing(text: string): string[] {
  return Array.from(text).filter((character) => character !== '\n' && mayAct(character.codePointAt(0)!));
}

function mayAct(codePoint: number): boolean {
  const ranges = [
    [0, 0x1f],
    [0x7f, 0x9f],
    [0x2028, 0x202e],
    [0x2066, 0x2069],
  ] as const;
  return ranges.some(([first, last]) => codePoint >= first && codePoint <= last);
}

/** The whole report as one string. */
export async function render(name: ReporterName, { body, context }: Scenario): Promise<string> {
  const { default: report } = await reporters[name]();
  return Array.from(report(body, context)).join('');
}

const variableRule = createRule({
  id: 'dotenv-secret-variable',
  kind: 'dotenv-secret',
  title: 'Secret-named variable in a .env file',
  risk: 'It looks like a password or a key; what it opens is not known.',
  remedy: 'If it is real, replace it where it was issued.\nKeep the file out of git.',
  severity: 'medium',
  confidence: 'low',
  publicPrefix: '',
  references: [],
});

const { provider: _, ...orphanRule } = variableRule;

const rules = [createRule(), variableRule];

/** Everything that a terminal, a CI log, JSON or a URI could trip over. */
const hostileText =
  '\u001b[31mred\u0007 \r\n::warning title=hi::there \u202e"\'`%25<b>&amp;\\ \u009b2J\u2028 ##[error]x ##vso[task.x]y';

const [older, newer, blob] = ['a1', 'b2', 'c3'].map((digits) => digits.repeat(20)) as [
  string,
  string,
  string,
];
const commit = { id: older, author: 'Ada Lovelace', date: '2025-03-04T05:06:07+01:00' };
const standing = {
  reach: 'refs',
  isInHead: true,
  refs: ['refs/heads/main', 'refs/tags/v1'],
  refCount: 2,
} as const;
const life = { ...standing, versionCount: 1, otherPaths: [] } as const;

/** One origin of each kind that git keeps. */
const origins: readonly Origin[] = [
  { kind: 'staged', path: 'src/staged.ts', blob },
  { kind: 'blob', path: 'src/kept.ts', blob, commit, life },
  { kind: 'commit', path: 'commit a1a1a1a1a1a1', commit: { ...commit, email: 'ada@acme.example' }, standing },
  { kind: 'tag', path: 'tag v1', tag: blob, standing },
  {
    kind: 'note',
    path: 'note on b2b2b2b2b2b2',
    blob,
    about: newer,
    commit,
    life: { ...life, isInHead: false, refs: ['refs/notes/commits'], refCount: 1 },
  },
];

/** What may have become of a file that held a secret. */
const states: readonly Origin[] = [
  { kind: 'blob', path: 'src/brought.ts', blob, commit },
  {
    kind: 'blob',
    path: 'src/gone.ts',
    blob,
    commit,
    life: {
      ...life,
      isInHead: false,
      versionCount: 12,
      removed: { ...commit, id: newer },
      otherPaths: ['src/old.ts'],
      refs: ['refs/heads/main', 'refs/remotes/origin/main', 'refs/stash', 'refs/tags/v1'],
      refCount: 40,
    },
  },
  ...(['reflog', 'index', 'unreachable'] as const).map(
    (reach): Origin => ({
      kind: 'blob',
      path: `src/${reach}.ts`,
      blob,
      ...(reach === 'index' ? {} : { commit }),
      life: { ...life, reach, isInHead: false, refs: [], refCount: 0 },
    }),
  ),
];

const evidence = { endpoint: 'GET https://api.acme.example/v1/me', at: '2026-11-22T03:04:05.000Z' };

/** One verification of each verdict. */
const verifications: readonly Verification[] = [
  {
    verdict: 'live',
    evidence: { ...evidence, status: 200, reason: 'The vendor says that the key is valid.' },
    identity: {
      keyId: 'key_7',
      keyName: 'billing \u001b[31m::error::',
      last4: 'aB3d',
      organisation: { id: 'org_1', name: 'Acme GmbH' },
      scopes: ['read', 'write'],
      createdAt: '2026-01-02T03:04:05Z',
      requestsPerSecond: 50,
    },
    blastRadius: ['It acts for Acme GmbH, on the plan growth.', 'Its scopes are read, write.'],
  },
  {
    verdict: 'blocked',
    evidence: { ...evidence, status: 402, reason: 'The vendor knows the key; its subscription is past due.' },
    blastRadius: [],
  },
  { verdict: 'unknown', evidence: { ...evidence, reason: 'No answer came in time.' } },
  { verdict: 'unchecked', reason: 'No vendor is known that could tell.' },
  {
    verdict: 'revoked',
    evidence: { ...evidence, status: 401, errorCode: 'api_key_revoked', reason: 'It is revoked.' },
  },
  { verdict: 'dead', evidence: { ...evidence, status: 401, reason: 'The vendor does not know the key.' } },
  { verdict: 'not-a-key', evidence: { ...evidence, status: 401, reason: 'No key looks like this.' } },
];

const plan: RevocationPlan = {
  contract: 'discovered',
  source: 'https://api.acme.example/openapi.json',
  request: {
    method: 'DELETE',
    origin: 'https://api.acme.example',
    path: '/v1/api-keys/key_7',
    credential: 'the leaked key',
  },
  key: {
    id: 'key_7',
    name: 'billing \u001b[31m::error::',
    last4: 'aB3d',
    scopes: ['read'],
    organisation: 'Acme GmbH',
  },
  consequences: ['Everything that uses it stops working.'],
  variables: ['ACME_API_KEY'],
  dashboard: 'https://app.acme.example/keys',
};

const { request, ...guided } = plan;
const check = { ...evidence, status: 401, errorCode: 'api_key_revoked', reason: 'It is revoked.' };

/** One revocation of each state, and one that only a person can do. */
const revocations: readonly Revocation[] = [
  { state: 'planned', plan },
  {
    state: 'planned',
    plan: { ...guided, contract: 'guided', source: 'Acme publishes no API document', key: {} },
  },
  { state: 'revoked', plan, evidence: check, answeredStatus: 204 },
  {
    state: 'unconfirmed',
    plan,
    reason: 'the request was answered with 202, but the key is not seen to be dead',
    evidence: { ...evidence, status: 200, reason: 'The vendor says that the key is valid.' },
    answeredStatus: 202,
  },
  { state: 'refused', reason: 'it is not known whether the key is live: No answer came in time' },
  { state: 'already-dead', evidence: check },
];

function placeOf(origin: Origin, line: number): Place {
  return { ...createPlace({ line }), origin };
}

export const scenarios = {
  'no-findings': {
    body: createBody({
      coverage: {
        blobCount: 1234,
        byteCount: 23_600_000,
        skipped: { submodule: 2, 'excluded by --exclude': 1300 },
        unreadCount: 0,
        durationMs: 1234.5,
        isInterrupted: false,
      },
    }),
    context: createContext({ rules }),
  },
  findings: {
    body: createBody({
      findings: [
        createFinding({
          seed: 1,
          places: [
            createPlace({ frame: createFrame("  const key = '", "'; // for the tests") }),
            createPlace({ path: '.env', line: 3, column: 9, isIgnored: true }),
            ...[1, 2, 3, 4].map((line) => createPlace({ path: 'docs/read me.md', line, column: 1 })),
          ],
          placeCount: 1040,
        }),
        {
          ...createFinding({
            seed: 2,
            hiddenLength: 12,
            places: [createPlace({ path: '.env.local', line: 140 })],
          }),
          rule: orphanRule,
        },
      ],
    }),
    context: createContext({ rules }),
  },
  revoked: {
    body: createBody({
      findings: revocations.map((revocation, seed) => ({
        ...createFinding({ seed: 40 + seed, places: [createPlace({ line: seed + 1 })] }),
        revocation,
      })),
      exitCode: 4,
    }),
    context: createContext({ rules }),
  },
  verified: {
    body: createBody({
      findings: verifications.map((verification, seed) =>
        createFinding({ seed: 20 + seed, places: [createPlace({ line: seed + 1 })], verification }),
      ),
    }),
    context: createContext({ rules }),
  },
  history: {
    body: createBody({
      findings: [
        createFinding({ seed: 4, places: origins.map((origin, line) => placeOf(origin, line + 1)) }),
      ],
      problems: [
        createProblem({
          code: 'shallow',
          subject: '/srv/service',
          detail: 'it is a shallow clone: older commits were left behind and are not searched',
          remedy: 'Fetch them with `git fetch --unshallow`.',
          isIncomplete: false,
        }),
      ],
    }),
    context: createContext({ rules, target: 'history' }),
  },
  'history-states': {
    body: createBody({
      findings: states.map((origin, seed) =>
        createFinding({ seed: 10 + seed, places: [placeOf(origin, 7)] }),
      ),
    }),
    context: createContext({ rules, target: 'history' }),
  },
  allowed: {
    body: createBody({
      findings: [{ ...createFinding({ seed: 5 }), allowedPlaceCount: 2 }],
      allowed: [
        {
          finding: createFinding({ seed: 6, places: [createPlace({ path: 'docs/a.md' }), createPlace({})] }),
          allowance: {
            means: 'ignore file',
            where: '.invguardignore:3',
            reason: 'an example of the vendor',
            expires: '2027-01-31',
          },
        },
        {
          finding: createFinding({ seed: 7 }),
          allowance: { means: 'mark', where: 'src/billing.ts:3' },
        },
      ],
      notices: [
        {
          code: 'expired-allowance',
          where: '.invguardignore:9',
          detail: 'docs/** expired on 2026-01-31 and does not count.',
          remedy: 'Look at it again: give it a new date, or remove it.',
        },
      ],
    }),
    context: createContext({ rules, showsAllowed: true }),
  },
  archives: {
    body: createBody({
      findings: [
        createFinding({
          seed: 8,
          places: [
            { ...createPlace({ path: 'vendor/app.tgz', line: 3 }), entry: 'package/.env' },
            { ...createPlace({ path: 'vendor/app.tgz', line: 9 }), entry: 'lib/a b.jar!/a.properties' },
            { ...placeOf(origins[1]!, 2), entry: `package/${hostileText}` },
          ],
        }),
      ],
      problems: [
        createProblem({
          code: 'archive-unreadable',
          subject: 'docs/locked.zip',
          detail: 'a.txt in it: it is encrypted (and 2 more like it)',
          remedy: 'Unpack it and scan what it holds.',
        }),
      ],
      coverage: {
        blobCount: 3,
        byteCount: 23_600,
        archives: { archiveCount: 4, entryCount: 1_200, byteCount: 4_500_000 },
        skipped: {},
        unreadCount: 1,
        durationMs: 1234.5,
        isInterrupted: false,
      },
    }),
    context: createContext({ rules }),
  },
  problems: {
    body: createBody({
      problems: [
        createProblem(),
        createProblem({
          code: 'no-git',
          subject: 'git',
          detail: 'git is not installed, so ignored files are read too.',
          remedy: 'Install git.',
          isIncomplete: false,
        }),
      ],
    }),
    context: createContext({ rules }),
  },
  hostile: {
    body: createBody({
      findings: [
        createFinding({
          seed: 3,
          places: [
            createPlace({
              path: `a:b/${hostileText}/ключ 鍵 {0} [x](y)?#.env`,
              frame: createFrame(`\t鍵 ${hostileText} = "`, `" ${hostileText}`),
            }),
            createPlace({ path: '::error::first \ud800' }),
          ],
        }),
      ],
      allowed: [
        {
          finding: createFinding({ seed: 8, places: [createPlace({ path: `::error::${hostileText}` })] }),
          allowance: { means: 'mark', where: `::error::${hostileText}:1`, reason: hostileText },
        },
      ],
      notices: [
        { code: 'new-allowance', where: `::error::${hostileText}`, detail: hostileText, remedy: hostileText },
      ],
      problems: [
        createProblem({
          subject: `::error::${hostileText}`,
          detail: `::add-mask::${hostileText} {1} [a](b)`,
        }),
      ],
    }),
    context: createContext({ rules, target: `./${hostileText}`, showsAllowed: true }),
  },
} satisfies Record<string, Scenario>;
