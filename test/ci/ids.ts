/** Ids for environments that are only read: no commit has them. */
export const base = 'a1'.repeat(20);
export const head = 'b2'.repeat(20);
export const other = 'c3'.repeat(20);
export const zeros = '0'.repeat(40);
