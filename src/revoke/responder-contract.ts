// A contract with a service of the organisation's own: it is told the leaked key, in the shape of GitLab's token revocation service
// (doc/development/sec/token_revocation_api.md, read 2026-11), and does the work. The body is the only place where a secret leaves
// for anybody but its vendor; the host stands in the trusted config.

import { createHmac } from 'node:crypto';

import type { Http } from '../core/http.ts';
import { Secret } from '../core/secret.ts';
import type { OperatorWord } from './configured-contract.ts';
import { type BoundContract, type Unbound, unbound } from './contract.ts';
import type { ResponderConfig } from './trusted-config.ts';

export interface ReportedKey {
  readonly secret: Secret;
  readonly fingerprint: string;
  /** `invoance-api-key`. */
  readonly type: string;
  /** `src/a.ts:3`. */
  readonly location: string;
}

/** The signed report of this key; `http` is pinned to the responder's origin. */
export function bindResponder(
  { secret, fingerprint, type, location }: ReportedKey,
  config: ResponderConfig,
  { env, http }: OperatorWord & { readonly http: Http },
): BoundContract | Unbound {
  const name = config.secret.slice('env:'.length);
  const signingSecret = env[name];
  if (!signingSecret) return unbound(`the variable ${name} with the responder’s secret is not set`);
  const body = JSON.stringify([{ type, token: secret.reveal(), location }]);
  const signature = createHmac('sha256', signingSecret).update(body).digest('hex');
  return {
    kind: 'responder',
    source: new URL(config.url).origin,
    request: {
      method: 'POST',
      url: config.url,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': fingerprint,
        'x-invguard-signature': `sha256=${signature}`,
      },
      body: new Secret(body),
      maxBodyBytes: 0,
    },
    credential: `a signature with the secret in ${name}`,
    acceptedStatuses: config.accept,
    http,
  };
}
