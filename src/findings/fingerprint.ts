import { createHmac } from 'node:crypto';

const KEY = 'invguard fingerprint v1';

/**
 * Keyed hash of a kind of secret and a secret, 32 hex digits (128 bits): its identity in every mode, file, line and commit. The
 * key is public: it keeps fingerprints apart from other tools' plain hashes of the same secret, and what it hashes is too
 * random to be guessed.
 */
export function fingerprint(kind: string, secretText: string): string {
  return createHmac('sha256', KEY).update(`${kind}\0${secretText}`).digest('hex').slice(0, 32);
}
