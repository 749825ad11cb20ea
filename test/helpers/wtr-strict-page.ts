/** Serves `/strict?body=…`: a page that allows nothing inline and trusts no strings, as a strict shop would send it. */
const policy = [
  "default-src 'none'",
  "script-src 'self' https://js.stripe.com",
  "style-src 'self'",
  "require-trusted-types-for 'script'",
].join('; ');

export function strictPage() {
  return {
    name: 'strict-page',
    serve({ path, query }: { path: string; query: { body?: string } }) {
      if (path !== '/strict') return undefined;
      return {
        type: 'html',
        headers: { 'Content-Security-Policy': policy },
        body: `<!doctype html><script type="module" src="/test/component/strict-page.ts"></script><body>${query.body ?? ''}</body>`,
      };
    },
  };
}
