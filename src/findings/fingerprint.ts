import { createHmac } from 'node:crypto';

const KEY = 'invguard fingerprint v1';
const BYTE_COUNT = 16;

/**
 * Keyed hash of a kind of secret and a secret, 32 hex digits (128 bits): its identity in every mode, file, line and commit. The
 * key is public: it keeps fingerprints apart from other tools' plain hashes of the same secret, and what it hashes is too
 * random to be guessed. A string of its own: a slice would keep all 64 digits.
 */
export function fingerprint(kind: string, secretText: string): string {
  return createHmac('sha256', KEY).update(`${kind}\0${secretText}`).digest().toString('hex', 0, BYTE_COUNT);
}
