// Decides, from its text alone, whether a matched text can be a secret: the cheap tests first.

import type { Rule } from '../core/rule.ts';
import { countCharacterClasses, measureEntropyBits } from './entropy.ts';
import { filters } from './filters.ts';

/** The last day of a mark such as `invguard:allow acme-api-key until=2027-01-31`: what follows the name of a key there is no key. */
const MARK_EXPIRY = /^until=\d{4}-\d{2}-\d{2}$/;

/**
 * A test of secrets for one rule. It looks at the hidden part, without the public prefix: `invoance_live_` would lend its
 * own letters' entropy to any body.
 */
export function isSecretText(rule: Rule): (secret: string) => boolean {
  const charset = rule.charset === '' ? undefined : new RegExp(`^(?:${rule.charset})+$`);
  const exclude = rule.exclude.map((source) => new RegExp(source));
  const rejections = rule.filters.map(findFilter);
  return (secret) => {
    const hidden = secret.startsWith(rule.publicPrefix) ? secret.slice(rule.publicPrefix.length) : secret;
    return (
      (charset?.test(hidden) ?? true) &&
      countCharacterClasses(hidden) >= rule.classCount &&
      measureEntropyBits(hidden) >= rule.entropyBits &&
      !MARK_EXPIRY.test(secret) &&
      !exclude.some((pattern) => pattern.test(secret)) &&
      !rejections.some((rejects) => rejects(hidden))
    );
  };
}

function findFilter(name: string): (text: string) => boolean {
  const filter = filters[name as keyof typeof filters];
  if (!filter) throw new TypeError(`no filter named ${name}`);
  return filter;
}
