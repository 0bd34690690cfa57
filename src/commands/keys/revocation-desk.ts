// Puts together what a revocation works with: the operator's config, the journal, clients that reach one host each. Loaded only when a
// revocation is asked for or planned.

import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';

import { ToolError } from '../../core/errors.ts';
import type { Http } from '../../core/http.ts';
import { providers } from '../../providers/index.ts';
import type { Vendor } from '../../revoke/contract.ts';
import type { Desk } from '../../revoke/desk.ts';
import { type Journal, openJournal } from '../../revoke/journal.ts';
import type { ClaimRecord } from '../../revoke/journal-record.ts';
import type { TrustedConfig } from '../../revoke/trusted-config.ts';
import { findUserFolder, isInside, readTrustedConfig } from '../../revoke/trusted-file.ts';
import { findTarget } from '../../sources/target.ts';
import type { Contact } from '../../verify/contacts.ts';
import { createHttp } from '../../verify/http.ts';
import { withRateLimit } from '../../verify/rate-limit.ts';
import { withRetries } from '../../verify/retry.ts';
import { systemClock } from '../../verify/system-clock.ts';
import { version } from '../../version.ts';
import { type Arguments, type Context, readText } from '../command.ts';
import type { ScanTarget } from '../scanning/scan-target.ts';

const userAgent = `invguard/${version}`;

/**
 * Absolute paths of what is scanned, up to the tops of work trees: nothing in them is the operator's word. Standard input and a report
 * most likely come from the work tree that the user stands in.
 */
export function findScannedRoots({ paths, repository }: ScanTarget, cwd: string): readonly string[] {
  const named = [...paths.filter((path) => path !== '-'), ...(repository ? [repository.directory] : [])];
  if (named.length === 0) return [findTarget('.', cwd).workTree ?? []].flat();
  return named.map((path) => {
    const { realPath, workTree } = findTarget(path, cwd);
    return workTree ?? realPath;
  });
}

/** Reads the trusted config and makes the clients. Throws `ToolError` for a config that cannot be trusted. */
export function createDesk(given: Arguments, context: Context, scannedRoots: readonly string[]): Desk {
  const { cwd, env, signal } = context;
  const file = readText(given, 'revoke-config');
  const request = { file, cwd, env, scannedRoots, providerNames: Object.keys(providers) };
  const { config, name } = readTrustedConfig(request);
  return {
    config,
    configName: name,
    env: takeCredentials(config, env),
    ...(config.responder && { responderHttp: connect(new URL(config.responder.url).origin, true) }),
    documents: new Map(),
    clock: systemClock,
    signal,
    runner: { processId: process.pid, host: hostname() },
    createId: randomUUID,
    isRunning,
  };
}

/** The variables as they are. Those that hold credentials are gone from the process then: no git that it starts is given them. */
function takeCredentials({ contracts, responder }: TrustedConfig, env: Context['env']): Desk['env'] {
  const taken = { ...env };
  const credentials = [...Object.values(contracts).map(({ credential }) => credential), responder?.secret];
  for (const credential of credentials)
    if (credential?.startsWith('env:')) delete env[credential.slice('env:'.length)];
  return taken;
}

/** The vendors, each with a client that reaches nothing else, by name. */
export function connectVendors(contacts: ReadonlyMap<string, Contact>): ReadonlyMap<string, Vendor> {
  const vendors = [...contacts].map(([name, { provider, origin, isOperators }]) => {
    const http = connect(origin, isOperators);
    const patient = withRetries(withRateLimit(http, systemClock, provider.rateLimit), systemClock);
    return [name, { provider, origin, http: patient }] as const;
  });
  return new Map(vendors);
}

function connect(origin: string, isOperators: boolean): Http {
  return createHttp({ origins: [{ origin, isOperators }], userAgent });
}

/** Opens the journal. Throws `ToolError('bad-journal')` for a place that cannot be written to, or lies inside what is scanned. */
export function openRunJournal(
  given: Arguments,
  { cwd, env }: Context,
  scannedRoots: readonly string[],
): Journal {
  const named = readText(given, 'journal');
  const folder = findUserFolder(env, 'XDG_STATE_HOME', '.local', 'state');
  if (named === undefined && folder === undefined)
    throw refuseJournal('there is no home folder for the journal', 'Name a file with --journal.');
  const file = named === undefined ? resolve(folder!, 'invguard', 'revocations.jsonl') : resolve(cwd, named);
  if (isInside(file, scannedRoots))
    throw refuseJournal(
      `the journal ${file} would lie inside what is scanned`,
      'Name a file outside of it with --journal.',
    );
  return openJournal(file);
}

function refuseJournal(what: string, hint: string): ToolError {
  return new ToolError('bad-journal', `${what}; nothing was sent`, { hint });
}

/** Of another host nothing can be told: there, the journal's order is what keeps two runs apart. */
function isRunning({ processId, host }: ClaimRecord): boolean {
  if (host !== hostname() || processId === process.pid) return false;
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
