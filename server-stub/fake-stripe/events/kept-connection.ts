import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

const [http, https] = [new HttpAgent({ keepAlive: true }), new HttpsAgent({ keepAlive: true })];

/** As `fetch` is called. */
export type Send = (url: string, init: RequestInit) => Promise<Response>;

/**
 * As much of `fetch` as sending an event takes, over connections that are kept. Of a payment's work here, the whole of
 * `fetch` was a fifth.
 */
export async function postOverKept(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const sent = send(url, init);
    try {
      const answer = await sent.answer;
      return new Response(null, { status: answer.statusCode ?? 500 });
    } catch (error) {
      // The other side had closed it, as may happen to any that is kept: nothing of this was read.
      const stale = sent.request.reusedSocket && (error as NodeJS.ErrnoException).code === 'ECONNRESET';
      if (!stale) throw error;
    }
  }
}

function send(url: string, { body, headers, signal }: RequestInit) {
  const text = body as string;
  const secure = url.startsWith('https:');
  const request = (secure ? httpsRequest : httpRequest)(url, {
    method: 'POST',
    agent: secure ? https : http,
    headers: { ...(headers as Record<string, string>), 'Content-Length': Buffer.byteLength(text) },
    ...(signal && { signal }),
  });
  const answer = new Promise<IncomingMessage>((resolve, reject) => {
    request.on('error', reject);
    request.on('response', (response) => {
      response.on('end', () => resolve(response));
      response.on('error', reject);
      response.resume();
    });
  });
  request.end(text);
  return { request, answer };
}
