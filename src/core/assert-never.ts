/** The compiler's proof that a switch over a union is complete. */
export function assertNever(value: never): never {
  throw new TypeError(`unreachable: ${String(value)}`);
}
