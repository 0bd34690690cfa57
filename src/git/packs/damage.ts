import { CorruptObject } from './byte-range.ts';

/** What is wrong with what was read, for a person, never content; undefined for an error that is ours, not the repository's. */
export function describeDamage(error: unknown): string | undefined {
  if (error instanceof CorruptObject) return error.message;
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return code !== undefined && syscall !== undefined ? `it cannot be read (${code})` : undefined;
}
