// A contract that the operator wrote down. It is bound to the key by its id, or, with the leaked key as the credential, by the key
// itself.

import type { Credential } from '../core/http.ts';
import { Secret } from '../core/secret.ts';
import {
  type BoundContract,
  type LiveKey,
  nameOrganisation,
  readIntrospectedId,
  type Unbound,
  unbound,
} from './contract.ts';
import { findListedId } from './key-list.ts';
import { fillTemplate, type TemplateValues } from './path-template.ts';
import type { ContractConfig } from './trusted-config.ts';

/** What the operator says beside the contract. */
export interface OperatorWord {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** The request of the operator's contract that revokes exactly this key. */
export async function bindConfigured(
  key: LiveKey,
  contract: ContractConfig,
  { env }: OperatorWord,
): Promise<BoundContract | Unbound> {
  const credential = readCredential(contract, key.secret, env);
  if (credential.kind === 'unbound') return credential;
  const keyId = await findId(key, contract, credential);
  if (typeof keyId === 'object') return keyId;
  const filled = fillTemplate(contract.path, key.vendor.origin, describeKey(key, keyId));
  if (filled.kind === 'unfilled') return unbound(filled.reason);
  return {
    kind: 'configured',
    // Reports travel further than the path of the file should.
    source: 'the trusted config',
    request: { method: contract.method, url: filled.url, credential, maxBodyBytes: 0 },
    credential: nameCredential(contract),
    acceptedStatuses: contract.accept,
    http: key.vendor.http,
    ...(keyId !== undefined && { keyId }),
  };
}

function readCredential(
  { credential }: ContractConfig,
  leaked: Secret,
  env: OperatorWord['env'],
): Credential | Unbound {
  if (credential === 'leaked-key') return { kind: 'bearer', secret: leaked };
  const name = credential.slice('env:'.length);
  const text = env[name];
  return text
    ? { kind: 'bearer', secret: new Secret(text) }
    : unbound(`the variable ${name} with the admin key is not set`);
}

function nameCredential({ credential }: ContractConfig): string {
  return credential === 'leaked-key'
    ? 'the leaked key'
    : `the admin key in ${credential.slice('env:'.length)}`;
}

async function findId(
  key: LiveKey,
  { lookup }: ContractConfig,
  credential: Credential,
): Promise<string | Unbound | undefined> {
  if (!lookup) return readIntrospectedId(key);
  const filled = fillTemplate(lookup.path, key.vendor.origin, describeKey(key, undefined));
  if (filled.kind === 'unfilled') return unbound(filled.reason);
  const list = { url: filled.url, credential, items: lookup.items };
  const found = await findListedId(key, { ...list, idNames: [lookup.id], previewNames: [lookup.preview] });
  if (found.kind === 'unbound') return found;
  const introspected = readIntrospectedId(key);
  return introspected === undefined || introspected === found.id
    ? found.id
    : unbound(
        'the list of keys shows another key of the same end: its id is not the one that the vendor tells',
      );
}

function describeKey(key: LiveKey, keyId: string | undefined): TemplateValues {
  const isBound = readIntrospectedId(key) !== undefined;
  return {
    'key.id': keyId,
    'key.last4': isBound ? key.identity?.last4 : undefined,
    org: nameOrganisation(key),
  };
}
