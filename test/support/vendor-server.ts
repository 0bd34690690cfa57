// Local servers that play a vendor, on loopback and a port of their own. What they answer is what the facts say (2026-11); what a
// test adds are further routes, tried before the vendor's own. Every request is recorded.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { folder } from './folder.ts';

export interface VendorRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How an answer reaches the client. */
export type Delivery =
  | 'whole'
  /** A byte of the body every 50 ms, for ever. */
  | 'drip'
  /** As much body as the client takes. */
  | 'endless'
  /** The connection ends after the request was read: nothing is answered. */
  | 'cut'
  /** The connection ends in the middle of the body. */
  | 'half'
  /** Nothing is ever answered. */
  | 'silence';

export interface VendorReply {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON. */
  readonly body?: string | object;
  readonly delivery?: Delivery;
}

/** Answers a request, or leaves it to the next route. */
export type Route = (request: VendorRequest) => VendorReply | undefined | Promise<VendorReply | undefined>;

export interface VendorServer {
  /** `http://127.0.0.1:PORT`; `https://localhost:PORT` with a certificate. */
  readonly origin: string;
  /** In the order they came. */
  readonly requests: readonly VendorRequest[];
  /** Tried before the routes there are. Returns a function that takes it away again. */
  addRoute(route: Route): () => void;
  /** `GET /v1/me`, one for each request. */
  listCalls(): readonly string[];
  close(): Promise<void>;
}

const started = new Set<VendorServer>();

afterEach(async () => {
  await Promise.all([...started].map((server) => server.close()));
});

export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** Where `cert` lies, for NODE_EXTRA_CA_CERTS. */
  readonly file: string;
}

/** A key and a certificate that nobody trusts, made for this run; undefined where there is no openssl. */
export function makeCertificate(host = 'localhost'): Certificate | undefined {
  const { dir, path } = folder();
  const subject = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const args = 'req -x509 -newkey rsa:2048 -nodes -days 2 -keyout key -out cert'.split(' ');
  const { status } = spawnSync('openssl', [...args, ...subject], { cwd: dir });
  const read = (name: string) => readFileSync(path(name), 'utf8');
  return status === 0 ? { key: read('key'), cert: read('cert'), file: path('cert') } : undefined;
}

/** Starts a server; it is closed after the test at the latest. What no route answers is a 404. */
export async function startServer(
  routes: readonly Route[] = [],
  certificate?: Certificate,
): Promise<VendorServer> {
  const requests: VendorRequest[] = [];
  const known = [...routes];
  const listen: RequestListener = async (incoming, outgoing) => {
    const request = await readRequest(incoming);
    requests.push(request);
    deliver(await route(known, request), outgoing);
  };
  const server = certificate ? createTlsServer(certificate, listen) : createServer(listen);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const made: VendorServer = {
    origin: `${certificate ? 'https://localhost' : 'http://127.0.0.1'}:${(server.address() as AddressInfo).port}`,
    requests,
    addRoute: (added) => {
      known.unshift(added);
      return () => known.splice(known.indexOf(added), 1);
    },
    listCalls: () => requests.map(({ method, path }) => `${method} ${path}`),
    close: async () => {
      started.delete(made);
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  started.add(made);
  return made;
}

async function readRequest(incoming: IncomingMessage): Promise<VendorRequest> {
  const pieces: Buffer[] = [];
  for await (const piece of incoming) pieces.push(piece as Buffer);
  return {
    method: incoming.method!,
    path: incoming.url!,
    headers: Object.fromEntries(
      Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]),
    ),
    body: Buffer.concat(pieces).toString('utf8'),
  };
}

async function route(routes: readonly Route[], request: VendorRequest): Promise<VendorReply> {
  for (const one of routes) {
    const reply = await one(request);
    if (reply) return reply;
  }
  return { status: 404, body: { error: 'not_found', message: 'There is nothing here.' } };
}

function deliver({ status, headers, body = '', delivery = 'whole' }: VendorReply, to: ServerResponse): void {
  if (delivery === 'silence') return;
  if (delivery === 'cut') {
    to.destroy();
    return;
  }
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  to.writeHead(status, {
    ...(typeof body === 'string' ? {} : { 'content-type': 'application/json' }),
    ...headers,
  });
  if (delivery === 'whole') to.end(text);
  else if (delivery === 'half') to.write(text.slice(0, text.length / 2), () => to.destroy());
  else keepWriting(to, delivery);
}

function keepWriting(to: ServerResponse, delivery: 'drip' | 'endless'): void {
  const piece = ' '.repeat(delivery === 'drip' ? 1 : 65_536);
  const timer = setInterval(() => to.write(piece), delivery === 'drip' ? 50 : 1);
  to.on('close', () => clearInterval(timer));
}

/** A route that answers one call, whoever makes it. */
export function answer(call: string, reply: VendorReply): Route {
  return ({ method, path }) => (`${method} ${path}` === call ? reply : undefined);
}

/** A route that answers every call. */
export function answerAll(reply: VendorReply): Route {
  return () => reply;
}
