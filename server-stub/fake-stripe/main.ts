import { serve } from '@hono/node-server';
import { browserRoutes } from './web/routes.ts';
import { createFakeStripe } from './fake-stripe.ts';
import { DataDirectoryError } from './store/journal.ts';

/** One line that says what is wrong, instead of a stack. */
function giveUp(message: string): never {
  process.stderr.write(`fake Stripe: ${message}\n`);
  process.exit(1);
}

function readPort(text: string): number {
  const port = Number(text);
  return Number.isInteger(port) && port > 0 && port < 65_536
    ? port
    : giveUp(`FAKE_STRIPE_PORT must be a port number, not "${text}"`);
}

const port = readPort(process.env['FAKE_STRIPE_PORT'] || '4243');
const dataDir = process.env['DATA_DIR'] || '.data';
const webhookUrl = process.env['FAKE_WEBHOOK_URL'];

function open(): ReturnType<typeof createFakeStripe> {
  try {
    return createFakeStripe({
      baseUrl: `http://localhost:${port}`,
      dataDir,
      ...(webhookUrl && { webhookUrl }),
    });
  } catch (error) {
    if (error instanceof DataDirectoryError) giveUp(error.message);
    throw error;
  }
}

const fake = open();
fake.app.route('/', browserRoutes({ baseUrl: () => `http://localhost:${port}` }));
// No host: both 127.0.0.1 and ::1 answer, whichever `localhost` turns out to be.
const server = serve({ fetch: fake.app.fetch, port }, () => {
  process.stdout.write(`fake Stripe ready http://localhost:${port}\n`);
});
server.on('error', (error: NodeJS.ErrnoException) => {
  fake.close();
  giveUp(error.code === 'EADDRINUSE' ? `port ${port} is already in use (FAKE_STRIPE_PORT)` : error.message);
});

function leave(): void {
  server.close();
  fake.close();
  process.exit(0);
}

process.on('SIGTERM', leave);
process.on('SIGINT', leave);
// A fake without the process that started it would keep the port from the next one.
process.on('disconnect', leave);
const parent = process.ppid;
setInterval(() => {
  if (process.ppid !== parent) leave();
}, 500).unref();
