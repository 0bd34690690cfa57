// The only file that opens a connection. It sends a request to a pinned origin, once: `node:https` and not `fetch`, because here the
// address that a name leads to can be looked at before it is used, and nothing is followed, reused, unpacked or read from the
// environment: no redirect, no proxy, no NODE_TLS_REJECT_UNAUTHORIZED.

import { lookup as resolveName } from 'node:dns';
import http, { type ClientRequest, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';

import type { Http, HttpAnswer, HttpFailure, HttpFailureReason, HttpRequest } from '../core/http.ts';
import { Secret } from '../core/secret.ts';
import { isLoopbackAddress, isPublicAddress } from './addresses.ts';

export interface PinnedOrigin {
  /** `https://api.invoance.com`; `http:` is for this machine only. */
  readonly origin: string;
  /** True when the operator named it: it may then stand in a private network. */
  readonly isOperators: boolean;
}

export interface HttpSettings {
  readonly origins: readonly PinnedOrigin[];
  /** `invguard/1.2.3`. */
  readonly userAgent: string;
  /** For name, connection and certificate together. Default: 10 seconds. */
  readonly connectTimeoutMs?: number;
  /** For everything, the body included. Default: 30 seconds, as the vendors' own clients have it. */
  readonly totalTimeoutMs?: number;
}

/** A client that is pinned to `origins`. */
export function createHttp(settings: HttpSettings): Http {
  return async (request, signal) => {
    if (signal.aborted) return fail('cancelled', false);
    const url = parseUrl(request);
    const pin = url && settings.origins.find(({ origin }) => origin === url.origin);
    if (!url || !pin || !isAllowedHost(url, pin)) return fail('host refused', false);
    const headers = describeHeaders(request, settings.userAgent);
    if (!headers || holdsSecret(request)) return fail('credential refused', false);
    return new Exchange({ request, url, pin, headers, settings }).run(signal);
  };
}

function fail(reason: HttpFailureReason, mayHaveArrived: boolean): HttpFailure {
  return { kind: 'failure', reason, mayHaveArrived };
}

function parseUrl({ url }: HttpRequest): URL | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed?.username === '' && parsed.password === '' ? parsed : undefined;
}

/** An address instead of a name is never looked up, so it is judged here; names are judged when they are resolved. */
function isAllowedHost({ protocol, hostname }: URL, pin: PinnedOrigin): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (protocol !== 'https:' && protocol !== 'http:') return false;
  return isIP(host) === 0 || isAllowedAddress(host, protocol, pin);
}

function isAllowedAddress(address: string, protocol: string, { isOperators }: PinnedOrigin): boolean {
  // Without TLS a key can be read on its way, so it may not leave the machine.
  if (protocol === 'http:') return isOperators && isLoopbackAddress(address);
  return isOperators || isPublicAddress(address);
}

/** Undefined when a value could not stand in a header as it is. */
function describeHeaders(request: HttpRequest, userAgent: string): Record<string, string> | undefined {
  const headers = {
    accept: 'application/json',
    'accept-encoding': 'identity',
    'user-agent': userAgent,
    ...request.headers,
    ...describeCredential(request),
  };
  const isSendable = Object.entries(headers).every(
    ([name, value]) => /^[\w-]+$/.test(name) && /^[\x20-\x7e]+$/.test(value),
  );
  return isSendable ? headers : undefined;
}

function describeCredential({ credential }: HttpRequest): Record<string, string> {
  if (!credential) return {};
  const text = credential.secret.reveal();
  // A secret with a space in it would be two words of the header; an empty value is never sent.
  const value = /^[\x21-\x7e]+$/.test(text) ? text : '';
  if (credential.kind === 'header') return { [credential.name.toLowerCase()]: value };
  return { authorization: value && `Bearer ${value}` };
}

/** Whether the URL or a plain header holds the credential: then somebody built the request wrong, and it is not sent. */
function holdsSecret({ credential, url, headers = {} }: HttpRequest): boolean {
  if (!credential) return false;
  const text = credential.secret.reveal();
  const plain = [url, ...Object.values(headers)];
  return plain.some((value) => value.includes(text) || value.includes(encodeURIComponent(text)));
}

interface ExchangePlan {
  readonly request: HttpRequest;
  readonly url: URL;
  readonly pin: PinnedOrigin;
  readonly headers: Readonly<Record<string, string>>;
  readonly settings: HttpSettings;
}

/** One request and its answer. Whatever fails first tells the reason. */
class Exchange {
  readonly #plan: ExchangePlan;
  readonly #timers: NodeJS.Timeout[] = [];
  #sent: ClientRequest | undefined;
  #reason: HttpFailureReason | undefined;
  /** How far the connection is: nothing reaches the server's program before it is `open`. */
  #stage: 'closed' | 'securing' | 'open' = 'closed';

  constructor(plan: ExchangePlan) {
    this.#plan = plan;
  }

  async run(signal: AbortSignal): Promise<HttpAnswer | HttpFailure> {
    const cancel = () => this.#stop('cancelled');
    signal.addEventListener('abort', cancel, { once: true });
    try {
      return await this.#read(await this.#send());
    } catch {
      const reason = this.#reason ?? (this.#stage === 'securing' ? 'certificate refused' : 'network');
      return fail(reason, this.#stage === 'open');
    } finally {
      signal.removeEventListener('abort', cancel);
      for (const timer of this.#timers) clearTimeout(timer);
      this.#sent?.destroy();
    }
  }

  #stop(reason: HttpFailureReason): void {
    this.#reason ??= reason;
    this.#sent?.destroy();
  }

  #send(): Promise<IncomingMessage> {
    const { request, url, headers, settings } = this.#plan;
    const { promise, resolve, reject } = makePromise<IncomingMessage>();
    const sent = (url.protocol === 'https:' ? https : http).request(url, {
      method: request.method,
      // A connection of its own, made without the global agent, which newer Nodes may point at a proxy.
      agent: false,
      rejectUnauthorized: true,
      lookup: this.#createLookup(),
    });
    this.#sent = sent;
    // Not among the options: NODE_DEBUG=http prints those.
    for (const [name, value] of Object.entries(headers)) sent.setHeader(name, value);
    sent.on('response', resolve).on('error', reject);
    sent.on('close', () => reject(new Error('closed')));
    this.#watchConnection(sent, settings);
    sent.end(request.body instanceof Secret ? request.body.reveal() : request.body);
    return promise;
  }

  #watchConnection(sent: ClientRequest, settings: HttpSettings): void {
    const { connectTimeoutMs = 10_000, totalTimeoutMs = 30_000 } = settings;
    const isSecure = this.#plan.url.protocol === 'https:';
    const connecting = setTimeout(() => this.#stop('time-out'), connectTimeoutMs);
    this.#timers.push(
      connecting,
      setTimeout(() => this.#stop('time-out'), totalTimeoutMs),
    );
    sent.once('socket', (socket) => {
      if (isSecure) socket.once('connect', () => (this.#stage = 'securing'));
      socket.once(isSecure ? 'secureConnect' : 'connect', () => {
        this.#stage = 'open';
        clearTimeout(connecting);
      });
    });
  }

  /** Resolves a name and refuses it when any of its addresses is one it may not have. */
  #createLookup(): LookupFunction {
    const { url, pin } = this.#plan;
    return (hostname, options, callback) => {
      resolveName(hostname, { ...options, all: true }, (error, addresses) => {
        const [first] = addresses ?? [];
        if (error || !first) return callback(error ?? new Error('no address'), '');
        if (!addresses.every(({ address }) => isAllowedAddress(address, url.protocol, pin))) {
          this.#reason ??= 'host refused';
          return callback(new Error('refused'), '');
        }
        return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
      });
    };
  }

  async #read(response: IncomingMessage): Promise<HttpAnswer | HttpFailure> {
    const status = response.statusCode!;
    if (status >= 300 && status < 400) return fail('redirect refused', true);
    const body = await readBody(response, this.#plan.request.maxBodyBytes);
    if (body === undefined) return fail('body too large', true);
    return { kind: 'answer', status, headers: flattenHeaders(response), body };
  }
}

/** Undefined when it is longer than it may be. */
async function readBody(response: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  if (maxBytes === 0) return '';
  const pieces: Buffer[] = [];
  let sizeBytes = 0;
  for await (const piece of response as AsyncIterable<Buffer>) {
    sizeBytes += piece.length;
    if (sizeBytes > maxBytes) return undefined;
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}

function flattenHeaders({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

function makePromise<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: Error) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<T>((accept, refuse) => {
    [resolve, reject] = [accept, refuse];
  });
  return { promise, resolve, reject };
}
