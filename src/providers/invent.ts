// Invent (useinvent.com): the documented call for keys is the list of assistants of the key's own organisation. Its body carries
// other secrets, so status and headers are all that is read. Facts of 2026-11, from
// https://docs.useinvent.com/api-reference/getting-started/introduction and the cookbook beside it.

import type { HttpAnswer } from '../core/http.ts';
import type { ProbeContext, Provider } from '../core/provider.ts';
import type { Secret } from '../core/secret.ts';
import type { Evidence, Verification } from '../core/verification.ts';
import { explainOther, tellFailure } from './reading/vendor-answer.ts';

const PATH = '/orgs/c/assistants?page=1&take=1';

const provider: Provider = {
  name: 'invent',
  title: 'Invent',
  kinds: ['invent-api-key'],
  origin: 'https://api.useinvent.com',
  // For each IP address.
  rateLimit: { requestCount: 500, perMs: 60_000 },
  dashboard: 'https://useinvent.com/o/settings/api-keys',
  // The documentation calls the organisation of the key `c`.
  ownOrganisation: 'c',
  openApiPaths: ['/openapi.json'],
  probe,
};

export default provider;

async function probe(secret: Secret, { http, signal, origin, now }: ProbeContext): Promise<Verification> {
  const url = `${origin}${PATH}`;
  const outcome = await http(
    { method: 'GET', url, credential: { kind: 'bearer', secret }, maxBodyBytes: 0 },
    signal,
  );
  const evidence = { endpoint: `GET ${url}`, at: now() };
  if (outcome.kind === 'failure') return tellFailure(outcome, evidence);
  return judge(outcome, { ...evidence, status: outcome.status });
}

function judge(answer: HttpAnswer, evidence: Omit<Evidence, 'reason'>): Verification {
  const { status } = answer;
  if (status === 200 && isList(answer))
    return {
      verdict: 'live',
      evidence: { ...evidence, reason: "The vendor lists the organisation's assistants for the key." },
      blastRadius: [
        "It gives full access to the organisation's data; Invent's keys have no scopes.",
        'If it was made in a parent organisation, it works on every sub-organisation too.',
      ],
    };
  if (status === 401 && !isPage(answer))
    return { verdict: 'dead', evidence: { ...evidence, reason: 'The vendor does not accept the key.' } };
  return { verdict: 'unknown', evidence: { ...evidence, reason: explainStatus(status) } };
}

/** Whether a 200 is the list, and not the page of something in between. */
function isList({ headers }: HttpAnswer): boolean {
  return (
    headers['pagination-count'] !== undefined || /^application\/json\b/i.test(headers['content-type'] ?? '')
  );
}

/** The API speaks JSON; a login page is of something in between. */
function isPage({ headers }: HttpAnswer): boolean {
  return /^text\/html\b/i.test(headers['content-type'] ?? '');
}

function explainStatus(status: number): string {
  if (status === 401) return 'The refusal is a page, so it may not come from the vendor.';
  return status === 200 ? "The answer is not the vendor's list of assistants." : explainOther(status);
}
