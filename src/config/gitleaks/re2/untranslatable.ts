import type { Fault } from '../../../rules/pattern.ts';

/** Thrown out of a translation for what has no equal in a pattern of bytes, or is no RE2 at all. */
export class Untranslatable extends Error {
  readonly fault: Fault;

  constructor(what: string, remedy: string) {
    super(what);
    this.fault = { what, remedy };
  }
}
