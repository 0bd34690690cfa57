import { ToolError } from '../core/errors.ts';
import type { Provider } from '../core/provider.ts';
import { suggestName } from '../core/suggest-name.ts';
import { isLoopbackAddress } from './addresses.ts';

/** A vendor and where it is asked. */
export interface Contact {
  readonly provider: Provider;
  /** The vendor's own origin, or the one that the operator named instead. */
  readonly origin: string;
  /** True when the operator named the origin, be it the vendor's own: it may then lead into a private network. */
  readonly isOperators: boolean;
}

/**
 * Every provider with its origin. `urls` are the operator's `NAME=URL`, taken from the command line alone.
 * @throws ToolError `bad-usage` for what names no provider, or no place where a key may be sent.
 */
export function listContacts(
  providers: ReadonlyMap<string, Provider>,
  urls: readonly string[],
): ReadonlyMap<string, Contact> {
  const contacts = new Map<string, Contact>(
    [...providers].map(([name, provider]) => [
      name,
      { provider, origin: provider.origin, isOperators: false },
    ]),
  );
  for (const value of urls) {
    const [, name = '', url = ''] = /^([^=]*)=(.*)$/s.exec(value) ?? [];
    const provider = providers.get(name) ?? refuseName(name, providers);
    contacts.set(name, { provider, origin: readOrigin(url), isOperators: true });
  }
  return contacts;
}

function refuseName(name: string, providers: ReadonlyMap<string, Provider>): never {
  const meant = suggestName(name, providers.keys());
  const shown = name === '' ? '' : ` that is known: '${name}'`;
  throw new ToolError('bad-usage', `--provider-url names no vendor${shown}`, {
    hint: `Write NAME=URL with one of ${[...providers.keys()].join(', ')}.${meant ? ` Did you mean ${meant}?` : ''}`,
  });
}

/** The message leaves the value out: somebody may have put a password into it. */
function readOrigin(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (!url || !isBareOrigin(url))
    throw refuseUrl('is no address of a server', 'Write https://host, without a path, a user or a password.');
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isThisMachine(url))) return url.origin;
  throw refuseUrl(
    'would send keys in the clear',
    'Write https://; http:// is only for a server on this machine.',
  );
}

function isBareOrigin({ href, origin, protocol }: URL): boolean {
  return /^https?:$/.test(protocol) && href === `${origin}/`;
}

function isThisMachine({ hostname }: URL): boolean {
  return hostname === 'localhost' || isLoopbackAddress(hostname.replace(/^\[|\]$/g, ''));
}

function refuseUrl(defect: string, hint: string): ToolError {
  return new ToolError('bad-usage', `--provider-url ${defect}`, { hint });
}
