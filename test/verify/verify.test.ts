import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/core/finding.ts';
import type { Http } from '../../src/core/http.ts';
import { Secret } from '../../src/core/secret.ts';
import type { Verdict } from '../../src/core/verification.ts';
import { loadProviders } from '../../src/providers/index.ts';
import { createHttp } from '../../src/verify/http.ts';
import { MAX_VERIFIED_SECRETS, Verifier, type VerifyRun, verifyFindings } from '../../src/verify/verify.ts';
import { createClock, type FakeClock } from '../support/clock.ts';
import { createFinding, createRule } from '../support/findings.ts';
import { startInvent } from '../support/invent-server.ts';
import { startInvoance } from '../support/invoance-server.ts';
import { expandMany } from '../support/secrets.ts';

const never = new AbortController().signal;
const texts = expandMany('invoance_live_<alnum:24>', 20, 'verify');
const providers = await loadProviders();

function createVerifier(origins: Readonly<Record<string, string>>, clock = createClock()): Verifier {
  const http = createHttp({
    origins: Object.values(origins).map((origin) => ({ origin, isOperators: true })),
    userAgent: 'invguard/1.2.3',
  });
  return createVerifierOf(http, origins, clock);
}

function createVerifierOf(http: Http, origins: Readonly<Record<string, string>>, clock: FakeClock): Verifier {
  const contacts = new Map(
    Object.entries(origins).map(([name, origin]) => [
      name,
      { provider: providers.get(name)!, origin, isOperators: true },
    ]),
  );
  return new Verifier({ http, contacts, clock });
}

function find(text: string, rule: { provider?: string; kind: string }): Finding {
  const { provider: _, ...plain } = createRule();
  return { ...createFinding(), secret: new Secret(text), rule: { ...plain, ...rule } };
}

const ofInvoance = { provider: 'invoance', kind: 'invoance-api-key' };

async function tell(findings: readonly Finding[], run: VerifyRun): Promise<(Verdict | undefined)[]> {
  return (await verifyFindings(findings, run)).map(({ verification }) => verification?.verdict);
}

describe('findings', () => {
  test('get what their own vendors say, in the order they were given', async () => {
    const [live, dead, parent] = texts as [string, string, string];
    const invoance = await startInvoance([live]);
    const invent = await startInvent({ keys: [parent] });
    const verifier = createVerifier({ invoance: invoance.origin, invent: invent.origin });
    const findings = [
      find(dead, ofInvoance),
      find(live, ofInvoance),
      find(parent, { provider: 'invent', kind: 'invent-api-key' }),
      find(parent, { kind: 'dotenv-secret' }),
    ];
    expect(await tell(findings, { verifier, signal: never })).toEqual(['dead', 'live', 'live', 'unchecked']);
  });

  test('of one secret are asked about once, also when they come again', async () => {
    const invoance = await startInvoance([texts[0]!]);
    const verifier = createVerifier({ invoance: invoance.origin });
    const findings = Array.from({ length: 10 }, () => find(texts[0]!, ofInvoance));
    for (let run = 0; run < 2; run++)
      expect(new Set(await tell(findings, { verifier, signal: never }))).toEqual(new Set(['live']));
    expect(invoance.listCalls()).toEqual(['GET /v1/me']);
  });

  test('that are no API keys are not asked about', async () => {
    const invoance = await startInvoance();
    const verifier = createVerifier({ invoance: invoance.origin });
    const [finding] = await verifyFindings(
      [find(texts[0]!, { provider: 'invoance', kind: 'invoance-signing-secret' })],
      { verifier, signal: never },
    );
    expect(finding!.verification).toEqual({
      verdict: 'unchecked',
      reason: 'It is no API key: Invoance offers no way to ask about it.',
    });
    expect(invoance.requests).toEqual([]);
  });

  test('of a vendor nobody may ask are not asked about', async () => {
    const verifier = createVerifier({});
    expect(await tell([find(texts[0]!, ofInvoance)], { verifier, signal: never })).toEqual(['unchecked']);
  });

  test('that are too many are asked about up to a limit', async () => {
    let askedCount = 0;
    const http: Http = async () => {
      askedCount++;
      return { kind: 'answer', status: 401, headers: {}, body: '{"error":"invalid_api_key"}' };
    };
    const verifier = createVerifierOf(http, { invoance: 'https://x.example' }, createClock());
    const many = expandMany('invoance_live_<alnum:24>', MAX_VERIFIED_SECRETS + 2, 'many');
    const verdicts = await tell(
      many.map((text) => find(text, ofInvoance)),
      { verifier, signal: never },
    );
    expect(askedCount).toBe(MAX_VERIFIED_SECRETS);
    expect(verdicts.slice(-3)).toEqual(['dead', 'unchecked', 'unchecked']);
  });

  test('are asked about a few at a time', async () => {
    let [now, most] = [0, 0];
    const http: Http = async () => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setTimeout(resolve, 2));
      now--;
      return { kind: 'answer', status: 401, headers: {}, body: '{"error":"invalid_api_key"}' };
    };
    const verifier = createVerifierOf(http, { invoance: 'https://x.example' }, createClock());
    const findings = texts.map((text) => find(text, ofInvoance));
    const seen: number[] = [];
    const run = { verifier, signal: never, concurrency: 3 };
    await verifyFindings(findings, { ...run, onProgress: ({ doneCount }) => seen.push(doneCount) });
    expect(most).toBe(3);
    expect(seen).toEqual(texts.map((_, index) => index + 1));
  });
});

test('a run that is stopped keeps what it knows and leaves the rest unchecked', async () => {
  const controller = new AbortController();
  const invoance = await startInvoance(texts);
  const verifier = createVerifier({ invoance: invoance.origin });
  const findings = texts.map((text) => find(text, ofInvoance));
  const verdicts = await tell(findings, {
    verifier,
    signal: controller.signal,
    concurrency: 1,
    onProgress: ({ doneCount }) => doneCount === 5 && controller.abort(),
  });
  expect(verdicts).toEqual([...Array(5).fill('live'), ...Array(15).fill('unchecked')]);
  expect(invoance.requests).toHaveLength(5);
});

test('the rate of a vendor is kept', async () => {
  const clock = createClock();
  const invoance = await startInvoance(texts);
  const verifier = createVerifier({ invoance: invoance.origin }, clock);
  const startMs = clock.nowMs();
  await tell(
    texts.slice(0, 9).map((text) => find(text, ofInvoance)),
    { verifier, signal: never },
  );
  expect(clock.nowMs() - startMs).toBe(2000);
});

test('a limit that passes is waited for, and the second answer counts', async () => {
  const clock = createClock();
  const invoance = await startInvoance([texts[0]!]);
  const key = invoance.keys.get(texts[0]!)!;
  key.state = 'rate limited by address';
  invoance.addRoute(() => {
    if (invoance.requests.length === 2) key.state = 'live';
    return undefined;
  });
  const verifier = createVerifier({ invoance: invoance.origin }, clock);
  expect(await tell([find(texts[0]!, ofInvoance)], { verifier, signal: never })).toEqual(['live']);
  expect(clock.sleptMs).toEqual([1000]);
});

test('asking again forgets what was told before', async () => {
  const invoance = await startInvoance([texts[0]!]);
  const verifier = createVerifier({ invoance: invoance.origin });
  const candidate = { secret: new Secret(texts[0]!), ...ofInvoance };
  expect((await verifier.verify(candidate, never)).verdict).toBe('live');
  invoance.keys.get(texts[0]!)!.state = 'revoked';
  expect((await verifier.verify(candidate, never)).verdict).toBe('live');
  expect((await verifier.verifyAgain(candidate, never)).verdict).toBe('revoked');
});
