import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { openPage, startServer, type TestServer } from './harness.ts';

/** Where the key is looked up in the database, it comes with the settings. The bare handler of the payments bench has 27. */
const mostStatements = 14;
/** A guest's Customer and the token: what became of it stands in the answer to the confirm. */
const mostOtherCalls = 2;

let server: TestServer;
beforeAll(async () => {
  server = await startServer('PostgreSQL');
});
afterAll(() => server.stop());
afterEach(() => void vi.restoreAllMocks());

/** Begin and commit are statements like others: each is a way to the database and back. */
async function statementsOf(act: () => Promise<unknown>): Promise<string[]> {
  const query = vi.spyOn(pg.Client.prototype, 'query');
  await act();
  return query.mock.calls.map(([text]) => String(text).replaceAll(/\s+/g, ' ').trim());
}

it('a payment asks Stripe two things beside create and confirm, and the database hardly more than a bare handler', async () => {
  const page = await openPage(server, await server.newCart());
  const request = await page.payRequest('4242424242424242');
  server.fake.log.clear();
  const statements = await statementsOf(async () =>
    expect(await page.send(request)).toMatchObject({ status: 'succeeded' }),
  );
  const calls = server.fake.log.list().map(({ method, path }) => `${method} ${path}`);
  const others = calls.filter((call) => !/^POST \/v1\/payment_intents(\/pi_\w+\/confirm)?$/.test(call));
  expect(calls).toHaveLength(others.length + 2);
  expect(others.length, others.join('\n')).toBeLessThanOrEqual(mostOtherCalls);
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(mostStatements);
});

it('a payment reads the card’s token while Stripe makes what is to be confirmed', async () => {
  const page = await openPage(server, await server.newCart());
  const request = await page.payRequest('4242424242424242');
  server.fake.log.clear();
  await page.send(request);
  const paths = server.fake.log
    .list()
    .map(({ path }) => path)
    .toReversed();
  const read = paths.findIndex((path) => path.startsWith('/v1/confirmation_tokens/'));
  expect(read, paths.join('\n')).toBeGreaterThanOrEqual(0);
  expect(read, paths.join('\n')).toBeLessThan(paths.indexOf('/v1/payment_intents'));
});
