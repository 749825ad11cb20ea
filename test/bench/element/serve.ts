import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { bareScript, buildReact, elementFiles, pageOf, stripeJs, view, type Subject } from './pages.ts';

/** The pages that are compared, their scripts, and the checkout server's first answer. */
export async function serveBench(): Promise<{ origin: string; close(): void }> {
  const files = new Map<string, string>([
    ['/stripe.js', stripeJs],
    ['/bare.js', bareScript],
  ]);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', origin);
    const send = (type: string, body: string) =>
      response
        .writeHead(200, {
          'Content-Type': `${type}; charset=utf-8`,
          'Content-Encoding': 'gzip',
          'Cache-Control': 'max-age=60',
        })
        .end(gzipSync(body));
    const file = files.get(url.pathname) ?? (url.pathname.endsWith('/stripe.js') ? stripeJs : undefined);
    if (file !== undefined) send('text/javascript', file);
    // Two marks in the same turn, right before and right after the script itself.
    else if (url.pathname === '/timed.js')
      send(
        'text/javascript',
        `import '/mark.js?begun'; import '${url.searchParams.get('script')}'; import '/mark.js?evaluated';`,
      );
    else if (url.pathname === '/mark.js')
      send('text/javascript', `performance.mark('${url.search.slice(1)}')`);
    else if (url.pathname === '/pay/v1/view') send('application/json', JSON.stringify(view));
    else if (url.pathname === '/frame.html') send('text/html', '<!doctype html><title>frame</title>');
    else if (url.pathname === '/page') {
      const subject = url.searchParams.get('subject') as Subject;
      const there = url.searchParams.has('there');
      send('text/html', pageOf(subject, { there, hidden: Number(url.searchParams.get('hidden')) }));
    } else response.writeHead(404).end();
  });
  server.listen(0, 'localhost');
  await once(server, 'listening');
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  files.set('/react.js', (await buildReact()).replaceAll('https://js.stripe.com', origin));
  for (const [name, code] of await elementFiles(`${origin}/stripe.js`)) files.set(`/assets/${name}`, code);
  return { origin, close: () => server.close() };
}
