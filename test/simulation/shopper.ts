/** A tab of a shopper's browser: it knows what it was told, and presses what a person might press. */
import { SignJWT } from 'jose';
import { PUBLISHABLE_KEY } from '../../server-stub/fake-stripe/keys.ts';
import { settingsVersion, wordingVersion } from '../../server-stub/settings/settings.ts';
import { PLATFORM_ACCOUNT } from '../../server-stub/fake-stripe/keys.ts';
import type { AttemptView, CheckoutProblem, PayRequest } from '../../src/shared/contract.ts';
import { decideSaving, type Shopper } from '../../src/shared/policy.ts';
import { origin, tokenSecret, type World } from './world.ts';

const cards = {
  '4242424242424242': 8,
  '4000002760003184': 6, // asks for 3-D Secure
  '4000000000000002': 3, // declined
  '4000008400001629': 1, // asks, then is declined
  '4000000000003220': 1,
} as const;

export interface TabOptions {
  name: string;
  owner: string;
  shopper: Shopper;
  cart: string;
}

export class Tab {
  readonly #world: World;
  readonly #is: TabOptions;
  #version = 0;
  /** All that it has ever been given, the newest last. */
  readonly tokens: string[] = [];
  #view: AttemptView | undefined;
  #problem: CheckoutProblem | undefined;
  #last: PayRequest | undefined;

  constructor(world: World, options: TabOptions) {
    this.#world = world;
    this.#is = options;
  }

  /** What this tab does next, as far as it knows. */
  async act(): Promise<void> {
    const { random, trace } = this.#world;
    const view = this.#view;
    const attempt = view ?? this.#problem?.attempt;
    const live = view && !['succeeded', 'closed'].includes(view.status);
    const asks = view?.status === 'action-required' && view.clientSecret !== undefined;
    const action = random.weighted({
      load: 1.5,
      pay: live ? 0.5 : view?.status === 'succeeded' ? 1 : 10,
      'other card': view?.status === 'declined' ? 10 : 0,
      'pay twice at once': live ? 0 : 2,
      again: this.#last ? 2 : 0,
      authenticate: asks ? 20 : 0,
      resume: live ? 6 : 0,
      look: attempt ? 2 : 0,
      cancel: live ? 2 : 0,
      'take over': attempt && (!attempt.own || random.chance(0.1)) ? 6 : 0,
    });
    trace(`${this.#is.name}: ${action}`);
    switch (action) {
      case 'load':
        return this.load();
      case 'pay':
      case 'other card':
        return this.#send(await this.#payRequest());
      case 'pay twice at once': {
        const request = await this.#payRequest();
        this.#send(request);
        return this.#send(request);
      }
      case 'again':
        if (this.#last) this.#send(this.#last);
        return;
      case 'authenticate':
        return this.#authenticate();
      case 'resume':
        return this.#call('resume', 'POST', `/v1/attempts/${view?.id}/resume`, { fence: view?.fence });
      case 'look':
        return this.#call('look', 'GET', `/v1/attempts/${attempt?.id}`);
      case 'cancel':
        return this.#call('cancel', 'POST', `/v1/attempts/${view?.id}/cancel`, { fence: view?.fence });
      case 'take over':
        return this.#call('take over', 'POST', `/v1/attempts/${attempt?.id}/takeover`, {});
    }
  }

  /** Opens the page: what it knew is gone, and the token is for the cart as it is now. */
  async load(): Promise<void> {
    const reading = await this.#world.shop.readCart(this.#is.cart);
    if (reading.kind === 'open') this.#version = reading.cart.version;
    const { owner, shopper, cart } = this.#is;
    const token = await new SignJWT({
      sub: owner,
      cart,
      ver: this.#version,
      shopper,
      ...(shopper === 'member' && { member: owner }),
      billing_country: 'JP',
      origin,
      urls: { cart: `${origin}/cart`, check: `${origin}/check`, complete: `${origin}/complete` },
      exp: Math.floor(Date.now() / 1000) + 86_400,
    })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(tokenSecret));
    this.tokens.push(token);
    this.#view = undefined;
    this.#problem = undefined;
    this.#call('view', 'POST', '/v1/view', { locale: 'ja' });
  }

  async #payRequest(): Promise<PayRequest> {
    const { settings, random, network, trace } = this.#world;
    const consented = random.chance(0.5);
    const { save, display } = decideSaving({
      policy: settings.cardSaving,
      shopper: this.#is.shopper,
      card: 'new',
      consented,
    });
    const number = random.weighted(cards);
    const { body } = await network.execute({
      method: 'POST',
      path: '/v1/confirmation_tokens',
      headers: browser,
      body: new URLSearchParams({
        'payment_method_data[type]': 'card',
        'payment_method_data[card][number]': number,
        'payment_method_data[card][exp_month]': '12',
        'payment_method_data[card][exp_year]': '2034',
        'payment_method_data[card][cvc]': '123',
        ...(save && { setup_future_usage: settings.savingUsage }),
      }).toString(),
    });
    const { id } = JSON.parse(body) as { id: string };
    trace(`  card …${number.slice(-4)}${save ? ', to be saved' : ''}`);
    this.#last = {
      cartVersion: this.#version,
      settingsVersion: settingsVersion(settings, PLATFORM_ACCOUNT, 'test'),
      clientKey: crypto.randomUUID(),
      confirmationToken: id,
      card: 'new',
      locale: 'ja',
      ...(display === 'consent' && {
        consent: { checked: consented, version: wordingVersion(settings.wordings.consent.ja) },
      }),
    };
    return this.#last;
  }

  #send(request: PayRequest): void {
    this.#call('pay', 'POST', '/v1/attempts', request);
  }

  /** At the bank's page: between Stripe and the shopper, we are not asked. */
  async #authenticate(): Promise<void> {
    const { random, network, trace } = this.#world;
    const secret = this.#view?.status === 'action-required' ? this.#view.clientSecret : undefined;
    if (!secret) return;
    const outcome = random.chance(0.75) ? 'complete' : 'fail';
    const intent = secret.split('_secret_')[0] ?? '';
    const { status } = await network.execute({
      method: 'POST',
      path: '/v1/3ds2/authenticate',
      headers: browser,
      body: new URLSearchParams({ payment_intent: intent, client_secret: secret, outcome }).toString(),
    });
    trace(`  3-D Secure: ${outcome} → ${status}`);
    // Often the tab is closed now, or the return gets lost.
    if (random.chance(0.6)) {
      const view = this.#view;
      this.#call('resume', 'POST', `/v1/attempts/${view?.id}/resume`, { fence: view?.fence });
    }
  }

  #call(what: string, method: string, path: string, body?: unknown): void {
    const { scheduler, random, trace, watch, wire } = this.#world;
    const lost = wire.healthy ? 'no' : random.weighted({ no: 90, request: 4, reply: 6 });
    if (lost === 'request') return trace('  the request is lost');
    const server = this.#world.server();
    this.#world.said.push(path);
    scheduler.spawn(`${this.#is.name} ${what} @ ${server.name}`, server, async () => {
      const response = await server.app.request(path, {
        method,
        headers: {
          Authorization: `Bearer ${this.tokens.at(-1)}`,
          'Content-Type': 'application/json',
          Origin: origin,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const answer = (await response.json()) as Record<string, unknown>;
      const [view, problem] = understood(response, answer);
      if (view) watch.told(view, this.#is.owner);
      trace(
        `  ${this.#is.name} ${what} → ${response.status} ${view?.status ?? problem?.code ?? ''}${lost === 'reply' ? ', and the reply is lost' : ''}`,
      );
      if (response.status === 500) watch.broken.push(`500: ${method} ${path}`);
      if (lost === 'reply') return;
      if (view) this.#view = view;
      this.#problem = problem;
    });
  }
}

function understood(
  response: Response,
  answer: Record<string, unknown>,
): [AttemptView | undefined, CheckoutProblem | undefined] {
  if (!response.ok) return [undefined, answer as unknown as CheckoutProblem];
  const view = 'fence' in answer ? answer : answer['attempt'];
  return [view as AttemptView | undefined, undefined];
}

const browser = {
  Authorization: `Bearer ${PUBLISHABLE_KEY}`,
  'Content-Type': 'application/x-www-form-urlencoded',
};
