// What a provider reads out of an answer. An answer comes from outside: no text of it is kept that is long, that would act on a
// terminal, or that quotes the secret it was asked about.

import type { HttpFailure, HttpFailureReason } from '../../core/http.ts';
import { isJsonObject, type JsonObject, parseJson } from '../../core/json-object.ts';
import type { Secret } from '../../core/secret.ts';
import type { Evidence, Verification } from '../../core/verification.ts';

const LONGEST_TEXT = 200;

/** The body as a JSON object; empty when it is none. */
export function readObject(body: string): JsonObject {
  return toObject(parseJson(body));
}

export function toObject(value: unknown): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** Reads texts of an answer about one secret. */
export class VendorTexts {
  readonly #secret: Secret;
  readonly #publicPrefix: string;

  constructor(secret: Secret, publicPrefix: string) {
    this.#secret = secret;
    this.#publicPrefix = publicPrefix;
  }

  /** Undefined for what is no text, and for text that may not be kept. */
  read(value: unknown): string | undefined {
    if (typeof value !== 'string' || value === '' || value.length > LONGEST_TEXT) return undefined;
    if (/\p{C}/u.test(value) || this.#secret.isQuotedIn(value, this.#publicPrefix)) return undefined;
    return value;
  }

  /** A machine-readable code: small letters, digits and `_`. */
  readCode(value: unknown): string | undefined {
    const code = this.read(value);
    return code !== undefined && /^[a-z0-9_]{1,64}$/.test(code) ? code : undefined;
  }

  readList(value: unknown): readonly string[] {
    return Array.isArray(value) ? value.slice(0, 50).flatMap((one) => this.read(one) ?? []) : [];
  }
}

const failures: Readonly<Record<HttpFailureReason, string>> = {
  'time-out': 'No answer came in time.',
  network: 'The connection failed.',
  'certificate refused':
    'The server could not prove that it is the vendor. A proxy that opens TLS needs its certificate in NODE_EXTRA_CA_CERTS.',
  'redirect refused': 'The answer leads to another place, which is never followed.',
  'host refused': 'The name of the host leads to a place that is not the vendor.',
  'credential refused': 'It holds characters that no request can carry, so it was not sent.',
  'body too large': 'The answer was longer than the vendor sends.',
  cancelled: 'The run was stopped before the vendor answered.',
};

/** What can be said when no answer came: nothing that is safe. */
export function tellFailure({ reason }: HttpFailure, evidence: Omit<Evidence, 'reason'>): Verification {
  if (reason === 'cancelled') return { verdict: 'unchecked', reason: failures.cancelled };
  return { verdict: 'unknown', evidence: { ...evidence, reason: failures[reason] } };
}

/** What any vendor's status says of no key: too much asked, or trouble at the vendor. */
export function explainOther(status: number): string {
  if (status === 429) return 'The vendor takes no more requests for now; that says nothing about the key.';
  if (status >= 500) return 'The vendor is in trouble; that says nothing about the key.';
  return `The vendor answered ${status}, which says nothing about the key.`;
}
