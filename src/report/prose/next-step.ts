import type { Finding } from '../../core/finding.ts';
import type { Verdict } from '../../core/verification.ts';

const DEAD =
  'Nothing is left to revoke. What still uses the key needs a new one, which is read from the environment.';

/** Rules' remedies begin with revoking: what the vendor says about the key may leave nothing to revoke. */
const stepsByVerdict: Partial<Record<Verdict, string>> = {
  revoked: DEAD,
  dead: DEAD,
  'not-a-key':
    'Look at the place: if this is a part of a key, find the whole one and revoke that; if it is no key at all, allow the finding as a false alarm.',
};

/** What to do about a finding: its rule's remedy, unless its vendor told more. */
export function tellNextStep({ rule, verification }: Finding): string {
  return (verification && stepsByVerdict[verification.verdict]) ?? rule.remedy;
}
