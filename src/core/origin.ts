/** Where a blob's bytes come from. Paths are relative to the scan's base directory, with `/` on every system. */
export type Origin =
  | { readonly kind: 'file'; readonly path: string; readonly isIgnored?: boolean }
  | { readonly kind: 'stdin'; readonly path: string };
