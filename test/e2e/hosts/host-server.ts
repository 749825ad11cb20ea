/** A shop's own web server, on another origin than the checkout's: pages with their headers, and the element's files. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { cdnFolder } from '../../../scripts/paths.ts';

export interface HostPage {
  body: string | Uint8Array;
  headers?: Record<string, string>;
}

export interface HostServer {
  origin: string;
  /** Pages by their path; a function is asked anew each time. */
  pages: Map<string, HostPage | (() => HostPage)>;
  /** Of each page asked for, in order. */
  requests: { path: string; headers: IncomingHttpHeaders; body: string }[];
  stop(): Promise<void>;
}

export const html = { 'Content-Type': 'text/html; charset=utf-8' };
export const script = { 'Content-Type': 'text/javascript; charset=utf-8' };

export async function startHostServer(port = 0): Promise<HostServer> {
  const pages: HostServer['pages'] = new Map();
  const requests: HostServer['requests'] = [];
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://host').pathname;
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      requests.push({ path, headers: request.headers, body });
      void answer(path).then(({ body, headers }) =>
        response.writeHead(headers ? 200 : 404, headers).end(body),
      );
    });
  });
  const answer = async (path: string): Promise<HostPage> => {
    const page = pages.get(path);
    if (page) return { headers: html, ...(typeof page === 'function' ? page() : page) };
    const file = /^\/assets\/([\w.-]+\.js)$/.exec(path)?.[1];
    const body = file && (await readFile(`${cdnFolder}/${file}`).catch(() => undefined));
    return body ? { body, headers: script } : { body: 'not found' };
  };
  server.listen(port, 'localhost');
  await once(server, 'listening');
  return {
    origin: `http://localhost:${(server.address() as AddressInfo).port}`,
    pages,
    requests,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
