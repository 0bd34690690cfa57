// A door in front of a server: it lets connections through until one that a test waits for, and holds that one before the server has
// heard of it, or after the server has answered and before the client has heard of that.
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface GatePlan {
  /** The number of the connection that is held, from 1. Each request of invguard has one of its own. */
  readonly heldNumber: number;
  readonly moment: 'before the request' | 'after the answer';
}

export interface Gate {
  readonly origin: string;
  /** Resolves when the connection is held. */
  readonly held: Promise<void>;
  /** Lets it go on. */
  release(): void;
}

/** Opens a gate before the server at `origin`; it is closed when the test is done. */
export async function openGate(origin: string, { heldNumber, moment }: GatePlan): Promise<Gate> {
  const port = Number(new URL(origin).port);
  const sockets = new Set<Socket>();
  let tellHeld = () => {};
  let release = () => {};
  const held = new Promise<void>((resolve) => (tellHeld = resolve));
  const released = new Promise<void>((resolve) => (release = resolve));
  let count = 0;
  const server = createServer(async (client) => {
    const isHeld = ++count === heldNumber;
    watch(client, sockets);
    if (isHeld && moment === 'before the request') {
      tellHeld();
      await released;
    }
    const upstream = watch(connect(port, '127.0.0.1'), sockets);
    client.pipe(upstream);
    if (isHeld && moment === 'after the answer') {
      upstream.once('readable', tellHeld);
      await released;
    }
    upstream.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    held,
    release: () => release(),
  };
}

function watch(socket: Socket, sockets: Set<Socket>): Socket {
  sockets.add(socket);
  return socket.on('error', () => undefined);
}
