/** The five scenes, each a handful of steps that a shopper, the shop's staff or fate would take. */
import type { Fake } from './fake.ts';
import type { SceneName, ShopSide } from './model.ts';
import type { Tab } from './tab.ts';
import { until } from './until.ts';

/** Each scene's, in order: what is told while it runs, and what is named when it does not come. */
export const stepsOf = {
  'close-tab': ['cart', 'pay', 'bank', 'close', 'approve', 'heal', 'check'],
  'last-item': ['cart', 'pay', 'bank', 'sell', 'answer', 'heal', 'check'],
  'second-tab': ['cart', 'pay', 'bank', 'second', 'take-over', 'pay-second', 'heal', 'check'],
  'lost-webhook': ['cart', 'pay', 'bank', 'mute', 'close', 'approve', 'heal', 'check'],
  'killed-server': ['cart', 'slow', 'pay', 'kill', 'back', 'heal', 'check'],
} as const satisfies Record<SceneName, readonly string[]>;

export type Step = (typeof stepsOf)[SceneName][number];

export interface Stage {
  readonly fake: Fake;
  readonly signal: AbortSignal;
  /** Names what comes next, and leaves a moment to look. */
  step(name: Step): Promise<void>;
  openTab(): Tab;
  post(path: string, form?: Record<string, string>): Promise<unknown>;
  /** The shop as last seen. */
  shop(): ShopSide | undefined;
  /** From here the time runs until it is healed. */
  strike(): void;
  /** Done however the scene ends: as soon as it is healed, or only when it is cleared away, as long as it is looked at. */
  after(when: 'healed' | 'cleared', undo: () => Promise<unknown>): void;
}

/** Each up to the point from which nobody helps any more. */
export const scenes: Record<SceneName, (stage: Stage) => Promise<void>> = {
  async 'close-tab'(stage) {
    await leaveAtBank(stage, await openAtBank(stage));
  },

  async 'last-item'(stage) {
    const { tab } = await openAtBank(stage);
    await stage.step('sell');
    await stage.post('/demo/stock', { sku: 'yunomi', stock: '0' });
    stage.after('cleared', () => stage.post('/demo/stock', { sku: 'yunomi', stock: '1' }));
    await stage.step('answer');
    stage.strike();
    await tab.answerBank();
    await stage.step('heal');
    await tab.untilAt(/^\/cart/);
  },

  async 'second-tab'(stage) {
    const { tab: first } = await openAtBank(stage);
    await stage.step('second');
    const second = stage.openTab();
    await second.untilStatus('conflict');
    await stage.step('take-over');
    stage.strike();
    await second.takeOver();
    await second.untilStatus('ready');
    await stage.step('pay-second');
    await second.payWith('accepted');
    await stage.step('heal');
    await Promise.all([second.untilAt(/^\/complete/), first.untilAt(/^\/(complete|checkout)/)]);
  },

  async 'lost-webhook'(stage) {
    const atBank = await openAtBank(stage);
    await stage.step('mute');
    stage.after('healed', await stage.fake.loseWebhooks());
    await leaveAtBank(stage, atBank);
  },

  async 'killed-server'(stage) {
    await stage.step('cart');
    const tab = stage.openTab();
    await tab.untilStatus('ready');
    await stage.step('slow');
    const path = '/v1/payment_intents/*/confirm';
    const slow = await stage.fake.addFault({ kind: 'delay', method: 'POST', path, delay_ms: 3000 });
    stage.after('healed', slow.remove);
    await stage.step('pay');
    await tab.payWith('accepted');
    await until(slow.hasStruck, stage.signal);
    await stage.step('kill');
    const before = stage.shop()?.process;
    await stage.post('/playground/kill');
    stage.strike();
    await stage.step('back');
    await until(() => stage.shop()?.process !== before, stage.signal);
    await stage.step('heal');
    await tab.untilAt(/^\/complete/);
  },
};

interface AtBank {
  tab: Tab;
  challenge: URL;
}

async function openAtBank(stage: Stage): Promise<AtBank> {
  await stage.step('cart');
  const tab = stage.openTab();
  await tab.untilStatus('ready');
  await stage.step('pay');
  await tab.payWith('challenged');
  await stage.step('bank');
  return { tab, challenge: await tab.untilBankAsks() };
}

async function leaveAtBank(stage: Stage, { tab, challenge }: AtBank): Promise<void> {
  await stage.step('close');
  tab.close();
  await stage.step('approve');
  await stage.fake.approve(challenge);
  stage.strike();
  await stage.step('heal');
}
