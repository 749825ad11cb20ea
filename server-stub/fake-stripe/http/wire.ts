/** The last step: an answer leaves whole, not at all, or half. Needs the real socket where there is one. */
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Without a socket (the app called in process) a lost connection is what `fetch` makes of it: a rejection. */
export class ConnectionLost extends TypeError {
  constructor() {
    super('fetch failed');
  }
}

export type Bindings = Partial<HttpBindings>;

export const send = ({ status, headers, body }: Answer): Response => new Response(body, { status, headers });

export function drop({ incoming }: Bindings): Response {
  if (!incoming) throw new ConnectionLost();
  incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** Headers and the first half of the body arrive; then the connection is gone. */
export function cut({ outgoing }: Bindings, { status, headers, body }: Answer): Response {
  const bytes = Buffer.from(body);
  const half = bytes.subarray(0, bytes.length >> 1);
  if (outgoing) {
    outgoing.writeHead(status, { ...headers, 'Content-Length': String(bytes.length) });
    outgoing.write(half, () => outgoing.destroy());
    return RESPONSE_ALREADY_SENT;
  }
  const broken = new ReadableStream<Uint8Array>({
    start: (controller) => controller.enqueue(half),
    pull: (controller) => controller.error(new ConnectionLost()),
  });
  return new Response(broken, { status, headers });
}
