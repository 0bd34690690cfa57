import { createHash } from 'node:crypto';

/** Git knows the empty tree, whether the repository holds it or not: its number where it does not. */
export const EMPTY_TREE = -2;

export function hashEmptyTree(idLength: number): Buffer {
  return createHash(idLength === 20 ? 'sha1' : 'sha256')
    .update('tree 0\0')
    .digest();
}
