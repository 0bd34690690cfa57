// The canary of revocations: no byte that is written anywhere, and no byte that is sent but the credential and a responder's body,
// holds eight characters in a row of what a preview hides of the key, of an admin key or of a responder's secret.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reporters } from '../../../src/report/index.ts';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { type InvoanceServer, startInvoance } from '../../support/invoance-server.ts';
import {
  deletesInvoanceKeys,
  invoanceDocument,
  listChanges,
  publishes,
} from '../../support/key-management.ts';
import { repo } from '../../support/repo.ts';
import { expand, listPieces } from '../../support/secrets.ts';
import { startServer, type VendorServer } from '../../support/vendor-server.ts';

const key = expand('invoance_live_<alnum:24>', 'revocation canary');
const adminKey = expand('<alnum:40>', 'admin canary');
const signingSecret = expand('<alnum:40>', 'responder canary');
const pieces = [key.slice('invoance_live_'.length), adminKey, signingSecret].flatMap((text) =>
  listPieces(text, 8),
);

const listLeaks = (text: string) => pieces.filter((piece) => text.includes(piece));

/** Everything that lies below a folder. */
function readAll(directory: string): string {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
    .join('\n');
}

const auto = 'recheck_seconds = 1\n[auto]\nproviders = ["invoance"]\n';
const adminContract =
  '[contracts.invoance]\nmethod = "DELETE"\npath = "/v1/api-keys/{key.id}"\ncredential = "env:ADMIN"\naccept = [204]\n';

/** Runs an audit that revokes, in an environment that asks Node itself to tell what it does. */
async function audit(server: InvoanceServer, config: string) {
  // In a file's name, a branch and an author too: names are told in full.
  const leak = repo({ commits: [{ files: { '.env': `INVOANCE_API_KEY=${key}\n`, [`${key}.txt`]: key } }] });
  leak.git('branch', key);
  leak.git('-c', `user.name=${key}`, 'commit', '--quiet', '--allow-empty', '--message', key);
  const place = folder({ 'revoke.toml': auto + config });
  const env = {
    INVGUARD_REVOKE_CONFIG: place.path('revoke.toml'),
    XDG_STATE_HOME: place.path('written/state'),
    ...(config.includes('env:ADMIN') && { ADMIN: adminKey }),
    ...(config.includes('env:RESPONDER') && { RESPONDER: signingSecret }),
    NODE_DEBUG: 'http,https,net,tls,fs,timer,stream,child_process',
  };
  place.write({ 'written/nothing': '' });
  const outputs = Object.keys(reporters).flatMap((format) => [
    '-o',
    `${format}=${place.path('written', format)}`,
  ]);
  const args = ['audit', '--revoke', 'auto', ...outputs];
  const outcome = await runCli([...args, '--provider-url', `invoance=${server.origin}`], {
    cwd: leak.dir,
    env,
  });
  return { ...outcome, written: readAll(place.path('written')) };
}

function describeWithoutCredential({ requests }: VendorServer): string {
  return JSON.stringify(
    requests.map(({ headers: { authorization: _, ...headers }, ...rest }) => ({ ...rest, headers })),
  );
}

describe('nothing of a secret is told', () => {
  test('by any report of a revoked key, the journal or the log', async () => {
    const server = await startInvoance([key]);
    server.addRoute(publishes(invoanceDocument));
    server.addRoute(deletesInvoanceKeys(server));
    const { exitCode, stdout, stderr, written } = await audit(server, '');
    expect(exitCode).toBe(1);
    expect(listChanges(server)).toHaveLength(1);
    expect(written).toContain('"step":"revoked"');
    expect(written).toContain('"state":"revoked"');
    expect(stderr).toContain('HTTP');
    expect(listLeaks(stdout + stderr + written)).toEqual([]);
    expect(listLeaks(describeWithoutCredential(server))).toEqual([]);
  });

  test('with an admin key that does not work', async () => {
    const server = await startInvoance([key]);
    server.addRoute(deletesInvoanceKeys(server, {}, 'another'));
    const { exitCode, stdout, stderr, written } = await audit(server, adminContract);
    expect(exitCode).toBe(4);
    expect(listChanges(server)).toHaveLength(1);
    expect(listLeaks(stdout + stderr + written)).toEqual([]);
    expect(listLeaks(describeWithoutCredential(server))).toEqual([]);
  });

  test('with a responder, but to the responder', async () => {
    const responder = await startServer([() => ({ status: 500, body: { token: key } })]);
    const server = await startInvoance([key]);
    const config = `[responder]\nurl = "${responder.origin}/leaked"\nsecret = "env:RESPONDER"\n`;
    const { exitCode, stdout, stderr, written } = await audit(server, config);
    expect(exitCode).toBe(4);
    expect(responder.requests).toHaveLength(1);
    expect(responder.requests[0]!.body).toContain(key);
    expect(listLeaks(stdout + stderr + written)).toEqual([]);
    expect(listLeaks(describeWithoutCredential(server))).toEqual([]);
    expect(listLeaks(JSON.stringify({ ...responder.requests[0], body: '' }))).toEqual([]);
  });

  test('by a vendor that sends the key back wherever it can', async () => {
    const server = await startInvoance();
    server.addKey(key, { id: key, name: `name ${key}`, scopes: [key] });
    server.addRoute(publishes({ ...invoanceDocument, info: { title: key, description: key } }));
    server.addRoute(({ method }) =>
      method === 'DELETE' ? { status: 500, body: { error: key, message: key } } : undefined,
    );
    const { exitCode, stdout, stderr, written } = await audit(server, '');
    expect(exitCode).toBe(4);
    expect(listChanges(server)).toEqual([]);
    expect(listLeaks(stdout + stderr + written)).toEqual([]);
    expect(listLeaks(describeWithoutCredential(server))).toEqual([]);
  });
});
