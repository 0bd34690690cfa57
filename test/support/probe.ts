// One question of a provider to a server that plays its vendor.
import type { Provider } from '../../src/core/provider.ts';
import type { Secret } from '../../src/core/secret.ts';
import type { Verification } from '../../src/core/verification.ts';
import { createHttp } from '../../src/verify/http.ts';
import type { VendorServer } from './vendor-server.ts';

export async function probe<Server extends VendorServer>(
  provider: Provider,
  server: Server,
  secret: Secret,
  signal = new AbortController().signal,
): Promise<{ verification: Verification; server: Server }> {
  const { origin } = server;
  const http = createHttp({
    origins: [{ origin, isOperators: true }],
    userAgent: 'invguard/1.2.3',
    totalTimeoutMs: 2000,
  });
  const now = () => '2026-11-22T00:00:00.000Z';
  return { verification: await provider.probe(secret, { http, signal, origin, now }), server };
}
