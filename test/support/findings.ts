import type { Finding, Frame, Place } from '../../src/core/finding.ts';
import type { Problem } from '../../src/core/problem.ts';
import type { ReportBody, ReportContext } from '../../src/core/reporter.ts';
import type { Rule } from '../../src/core/rule.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Verification } from '../../src/core/verification.ts';

/** What a test says about a finding; the rest is made up from `seed`. */
export interface FindingPlan {
  readonly seed?: number;
  readonly rule?: Partial<Rule>;
  /** Characters of the secret after its public prefix. */
  readonly hiddenLength?: number;
  readonly places?: readonly Place[];
  readonly placeCount?: number;
  readonly verification?: Verification;
}

const ALPHANUMERIC = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Text nobody ever wrote down: the same for the same seed and length. */
export function createText(seed: number, length: number, alphabet = ALPHANUMERIC): string {
  const next = createRandom(seed);
  return Array.from({ length }, () => alphabet[Math.floor(next() * alphabet.length)]).join('');
}

/** Numbers from 0 to 1, exclusive, the same for the same seed (a Weyl sequence, well mixed). */
function createRandom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export function createRule(plan: Partial<Rule> = {}): Rule {
  return {
    id: 'acme-api-key',
    aliases: [],
    kind: 'acme-key',
    title: 'Acme API key',
    risk: 'Whoever holds it can read and write every document of the account.',
    remedy: 'Revoke the key in the Acme console, then give the program a new one through its environment.',
    severity: 'critical',
    confidence: 'high',
    provider: 'acme',
    publicPrefix: 'acme_',
    keywords: ['acme_'],
    pattern: 'acme_(?<secret>[A-Za-z0-9]{24})',
    ignoreCase: false,
    formats: [],
    reach: { behind: 0, before: 0, longest: 29, ahead: 0 },
    entropyBits: 0,
    charset: '',
    classCount: 0,
    near: [],
    filters: [],
    exclude: [],
    isForBinary: true,
    references: [{ url: 'https://acme.example/docs/keys', date: '2026-11-01' }],
    examples: { match: [], miss: [] },
    ...plan,
  };
}

export function createFinding(plan: FindingPlan = {}): Finding {
  const { seed = 1, hiddenLength = 24, places = [createPlace({})] } = plan;
  const rule = createRule(plan.rule);
  return {
    rule,
    secret: new Secret(`${rule.publicPrefix}${createText(seed, hiddenLength)}`),
    fingerprint: createText(seed, 32, '0123456789abcdef'),
    places,
    placeCount: plan.placeCount ?? places.length,
    ...(plan.verification && { verification: plan.verification }),
  };
}

/** A place of a 29-byte secret on one line. */
export function createPlace(plan: {
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
  readonly isIgnored?: boolean;
  readonly frame?: Frame;
}): Place {
  const { path = 'src/config.ts', line = 12, column = 15, isIgnored, frame } = plan;
  const startOffset = line * 40 + column;
  return {
    origin: { kind: 'file', path, ...(isIgnored === undefined ? {} : { isIgnored }) },
    span: { startOffset, endOffset: startOffset + 29 },
    start: { line, column },
    end: { line, column: column + 29 },
    ...(frame === undefined ? {} : { frame }),
  };
}

/** A line with a masked secret between two texts. */
export function createFrame(before: string, after: string, mask = 'acme_********'): Frame {
  return {
    text: `${before}${mask}${after}`,
    maskStart: before.length,
    maskEnd: before.length + mask.length,
  };
}

export function createProblem(plan: Partial<Problem> = {}): Problem {
  return {
    code: 'unreadable',
    subject: 'secrets/locked.env',
    detail: 'permission denied',
    remedy: 'Make it readable for the user who scans, or leave it out with --exclude.',
    isIncomplete: true,
    ...plan,
  };
}

/** A body whose counts and exit code follow from its findings and problems, unless the plan says otherwise. */
export function createBody(
  plan: Partial<Omit<ReportBody, 'findings'>> & { findings?: readonly Finding[] } = {},
): ReportBody {
  const { findings = [], problems = [] } = plan;
  const unreadCount = problems.filter((problem) => problem.isIncomplete).length;
  return {
    findings,
    findingCount: findings.length,
    allowed: [],
    notices: [],
    problems,
    coverage: {
      blobCount: 1234,
      byteCount: 23_600_000,
      skipped: {},
      unreadCount,
      durationMs: 1234.5,
      isInterrupted: false,
    },
    exitCode: findings.length > 0 ? 1 : unreadCount > 0 ? 3 : 0,
    ...plan,
  };
}

export function createContext(plan: Partial<ReportContext> = {}): ReportContext {
  return {
    toolVersion: '1.2.3',
    target: '.',
    rules: [createRule()],
    hasColour: false,
    width: 80,
    showsSecrets: false,
    showsAllowed: false,
    startedAt: '2026-11-21T10:20:30.456Z',
    endedAt: '2026-11-21T10:20:31.691Z',
    createFence: () => 'f3nce',
    ...plan,
  };
}
