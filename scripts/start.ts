import { loadDotEnv, runUntilEnded } from './process-life.ts';
import { startShop } from './shop.ts';

/** `npm start`: the shop and its fake Stripe, in two processes that are started again when they die. */
loadDotEnv();
await runUntilEnded(() => startShop(process.env));
