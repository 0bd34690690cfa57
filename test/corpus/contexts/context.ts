// What a context is: a text of one language or format with a hole for a key, and what has to be known to fill it.

/**
 * What a text tells of the key: nothing at all, its name, the host it is sent to in a header, the host beside a setting, or that an
 * Invoance client is made with it.
 */
export type Family = 'free' | 'named' | 'request' | 'api-key-header' | 'client' | 'sdk';

export interface Context {
  /** Unique; part of case ids. */
  readonly name: string;
  readonly family: Family;
  /** Posix path of the file: decides which grammars apply. */
  readonly path: string;
  /**
   * `{key}` is the key; `{ENV}`, `{snake}`, `{kebab}`, `{camel}`, `{Pascal}` and `{dot}` are its name; `{host}` the vendor's host.
   * `{head}` and `{tail}` are the key cut in two.
   */
  readonly text: string;
}

/** Name, path, text. */
export type Row = readonly [name: string, path: string, text: string];

export function makeContexts(family: Family, rows: readonly Row[]): readonly Context[] {
  return rows.map(([name, path, text]) => ({ name, family, path, text }));
}
