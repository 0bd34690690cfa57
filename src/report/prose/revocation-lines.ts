import { assertNever } from '../../core/assert-never.ts';
import { namePlace } from '../../core/entry-path.ts';
import type { Finding } from '../../core/finding.ts';
import type { Revocation, RevocationPlan, RevokedKey } from '../../core/revocation.ts';
import type { Evidence } from '../../core/verification.ts';
import { type Page, setProse } from './page.ts';
import { formatCount } from './quantity.ts';
import { tellEvidence } from './verification-lines.ts';

/** More paths than this are counted; the reports for machines list every place. */
const LISTED_PATH_COUNT = 20;

/** What became of the revocation, and what is left to do. */
export function writeRevocation(finding: Finding, revocation: Revocation, page: Page): string {
  return tell(finding, revocation)
    .map(({ label, text }) => setProse(text, page, { indent: 2, label }))
    .join('');
}

interface Told {
  readonly label: 'Plan: ' | 'Dead: ' | 'Live? ' | 'Then: ' | 'Hand: ';
  readonly text: string;
}

function tell(finding: Finding, revocation: Revocation): readonly Told[] {
  switch (revocation.state) {
    case 'planned':
      return tellPlan(finding, revocation.plan);
    case 'revoked':
      return [
        {
          label: 'Dead: ',
          text: `Revoked, and checked. ${tellCheck(revocation.evidence)} ${tellMeans(revocation.plan)}`,
        },
        { label: 'Then: ', text: tellRotation(finding, revocation.plan) },
      ];
    case 'unconfirmed': {
      const { reason, evidence, plan } = revocation;
      const check = evidence ? ` ${tellCheck(evidence)}` : '';
      return [{ label: 'Live? ', text: `NOT CONFIRMED: ${reason}.${check}` }, tellByHand(plan)];
    }
    case 'refused':
      return [
        { label: 'Live? ', text: `NOT REVOKED, nothing was sent: ${revocation.reason}.` },
        ...(revocation.plan ? [tellByHand(revocation.plan)] : []),
      ];
    case 'already-dead':
      return [
        { label: 'Dead: ', text: `Dead already, so nothing was sent. ${tellCheck(revocation.evidence)}` },
      ];
    default:
      return assertNever(revocation);
  }
}

function tellPlan({ fingerprint }: Finding, plan: RevocationPlan): readonly Told[] {
  const { request, source, consequences, key } = plan;
  const call = `invguard revoke --yes --fingerprint ${fingerprint}`;
  if (!request)
    return [
      { label: 'Plan: ', text: `No contract says how to revoke it: ${source}.` },
      {
        ...tellByHand(plan),
        text: `${tellByHand(plan).text} \`${call} --wait 10\` checks until it is dead.`,
      },
    ];
  const what = `${tellMeans(plan)} It revokes ${nameKey(key)}. ${consequences.join(' ')}`;
  return [{ label: 'Plan: ', text: `${what} Nothing was sent; \`${call}\` sends it.` }];
}

function tellMeans({ request, source, contract }: RevocationPlan): string {
  if (!request) return '';
  const { method, origin, path, credential } = request;
  return `${method} ${origin}${path} with ${credential}, on the word of ${source} (${contract}).`;
}

function nameKey({ name, id, last4, organisation }: RevokedKey): string {
  const names = [name && `“${name}”`, id && `id ${id}`, last4 && `ending in ${last4}`].filter(Boolean);
  return `${names.length > 0 ? `the key ${names.join(', ')}` : 'the key'}${organisation ? ` of ${organisation}` : ''}`;
}

function tellByHand({ dashboard, key }: RevocationPlan): Told {
  return { label: 'Hand: ', text: `At ${dashboard} a person can revoke ${nameKey(key)}.` };
}

function tellCheck(evidence: Evidence): string {
  return `${tellEvidence(evidence)} at ${evidence.at}.`;
}

/** Every place that holds the dead key needs the new one, or nothing. */
function tellRotation({ places, placeCount }: Finding, { variables }: RevocationPlan): string {
  const paths = [...new Set(places.map(namePlace))];
  const listed = paths.slice(0, LISTED_PATH_COUNT);
  const leftCount = paths.length - listed.length;
  const names = variables.length > 0 ? ` as ${variables.join(', ')}` : '';
  const rest = leftCount > 0 ? ` and ${formatCount(leftCount, 'more path')}` : '';
  return `Create a new key, keep it out of the repository, and give it${names} to whatever used this one. The dead one stands in ${formatCount(placeCount, 'place')}: ${listed.join(', ')}${rest}.`;
}
