/** A session that ends, or goes on in another tab: nothing typed is lost, and nothing is done in another's name. */
import { expect } from '@open-wc/testing';
import { http, HttpResponse } from 'msw';
import { useWorker, worker } from '../worker.ts';
import { consoleServer, openConsole, session, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

const api = (rest: string) => `${location.origin}/admin/api/${rest}`;
const refused = (status: number, code: string) => HttpResponse.json({ code }, { status });

describe('two tabs', () => {
  it('who signed in anew in another one saves here with the new token', async () => {
    const { answers, saves } = consoleServer();
    answers.push(() => refused(403, 'csrf'));
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    worker.use(http.get(api('session'), () => HttpResponse.json({ actor: 'owner', csrf: 'token-2' })));
    await page.save();
    expect(saves.map(({ token }) => token)).to.deep.equal(['token-1', 'token-2']);
  });

  it('somebody else’s session saves nothing that was typed here', async () => {
    const { answers, saves } = consoleServer();
    answers.push(() => refused(403, 'csrf'));
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    worker.use(http.get(api('session'), () => HttpResponse.json({ actor: 'hanako', csrf: 'token-2' })));
    await page.press('Save');
    await page.shows('Your session has expired.');
    expect(saves).to.have.length(1);
  });
});

it('a session that runs out keeps what was typed, and saves it after the next sign-in', async () => {
  const { answers, saves } = consoleServer();
  answers.push(() => refused(401, 'signed-out'));
  page = await openConsole('basic');
  page.type(page.field('Account name'), 'Typed before');
  await page.press('Save');
  await page.shows('Your session has expired.');
  worker.use(http.post(api('session'), () => HttpResponse.json(session)));
  page.byId('name').value = 'owner';
  page.byId('password').value = 'word';
  await page.press('Sign in');
  await page.until(() => page.doc.querySelector('nav [aria-current]'));
  expect(page.field('Account name').value).to.equal('Typed before');
  await page.save();
  expect(saves.map(({ settings }) => settings.accountName)).to.deep.equal(['Typed before', 'Typed before']);
});

it('a run that is looked at while the session ends leads to the sign-in', async () => {
  consoleServer();
  const run = { id: 1, actor: 'owner', dry: true, startedAt: '2026-11-28T00:00:00Z', endedAt: null };
  const board = {
    counts: [],
    rows: [],
    days: [],
    run: { ...run, outcome: null, progress: {} },
    reconcile: 'act',
  };
  worker.use(
    http.get(api('board'), () => HttpResponse.json(board)),
    http.get(api('board/run'), () => refused(401, 'signed-out')),
  );
  page = await openConsole('board');
  await page.shows('Your session has expired.');
});

it('an amount and a reason that were typed outlive the session, and one press is one act', async () => {
  consoleServer();
  const at = '2026-11-28T00:00:00Z';
  const order = {
    number: '10001',
    status: 'new',
    money: 'captured',
    captured: 5400,
    refunded: 0,
    moneyReason: null,
    createdAt: at,
    captureBefore: null,
    card: null,
    liabilityShifted: false,
    saved: false,
  };
  const detail = {
    attempt: 'at_1',
    reference: 'AAAA-1111',
    state: 'committed',
    reason: null,
    intent: null,
    intentStatus: null,
    amount: 5400,
    currency: 'jpy',
    account: 'acct_1',
    mode: 'test',
    shopper: 'guest',
    locale: 'ja',
    createdAt: at,
    lines: [],
    shipping: 0,
    contact: {},
    rules: { capture: 'automatic', threeDSecure: 'automatic', cardSaving: 'off', methodName: 'Card' },
    order,
    consent: null,
    timeline: [],
    now: at,
  };
  const acts: { amount: number; reason: string; requestId: string }[] = [];
  worker.use(
    http.get(api('orders/at_1'), () => HttpResponse.json(detail)),
    http.post(api('orders/at_1/acts'), async ({ request }) => {
      acts.push((await request.json()) as (typeof acts)[number]);
      return acts.length === 1 ? refused(401, 'signed-out') : HttpResponse.json({ state: 'done' });
    }),
    http.post(api('session'), () =>
      HttpResponse.json({ actor: 'owner', role: 'owner', zone: 'Asia/Tokyo', stripe: {} }),
    ),
  );
  page = await openConsole('orders/at_1');
  await page.press('Refund');
  page.type(page.byId('act-amount'), '１，２００');
  page.type(page.byId('act-reason'), 'One piece broke');
  const refund = async () => {
    const submit = page.doc.querySelector<HTMLButtonElement>('#act-form button.main');
    submit?.click();
    await page.press('Do it');
  };
  await refund();
  await page.until(() => page.doc.getElementById('password'));
  page.byId('name').value = 'owner';
  page.byId('password').value = 'word';
  await page.press('Sign in');
  await page.until(() => page.doc.getElementById('act-form'));
  expect([page.byId('act-amount').value, page.byId('act-reason').value]).to.deep.equal([
    '１，２００',
    'One piece broke',
  ]);
  await refund();
  await page.shows('Done.');
  expect(acts.map(({ amount, reason }) => [amount, reason])).to.deep.equal([
    [1200, 'One piece broke'],
    [1200, 'One piece broke'],
  ]);
  expect(new Set(acts.map(({ requestId }) => requestId)).size).to.equal(1);
});

it('what one has typed is not shown to whoever signs in after them', async () => {
  const { answers } = consoleServer();
  answers.push(() => refused(401, 'signed-out'));
  page = await openConsole('basic');
  page.type(page.byId('f-keys-test-secretKey'), 'sk_test_typed');
  await page.press('Save');
  await page.until(() => page.doc.getElementById('password'));
  worker.use(http.post(api('session'), () => HttpResponse.json({ actor: 'hanako', role: 'staff' })));
  page.byId('name').value = 'hanako';
  page.byId('password').value = 'word';
  const again = page.untilLoadedAgain();
  await page.press('Sign in');
  await again;
});

it('a page that is opened while the server is away says so, rather than stay empty', async () => {
  consoleServer();
  worker.use(http.get(api('settings'), () => HttpResponse.error()));
  page = await openConsole('basic', 'en', '#password');
  await page.shows('The server can’t be reached.');
});

for (const [role, view, says] of [
  ['read-only', 'wordings', 'Your role can look: changes can’t be saved.'],
  ['read-only', 'methods', 'Your role can look: changes can’t be saved.'],
  ['staff', 'basic', 'Only owners change keys, environment, authentication and account ID.'],
] as const)
  it(`${role} reads before anything is typed on #/${view} what is not theirs to change`, async () => {
    consoleServer();
    worker.use(http.get(api('session'), () => HttpResponse.json({ ...session, role })));
    page = await openConsole(view);
    expect(page.text()).to.include(says);
  });

it('a password that was made is told once, not again to whoever comes back to the page', async () => {
  consoleServer();
  worker.use(http.post(api('staff'), () => HttpResponse.json({ name: 'jiro', password: 'told-once' })));
  page = await openConsole('staff');
  await page.until(() => page.doc.getElementById('staff-name'));
  page.byId('staff-name').value = 'jiro';
  await page.press('Add');
  await page.shows('told-once');
  page.win.location.hash = '#/me';
  await page.until(() => page.doc.getElementById('current'));
  page.win.location.hash = '#/staff';
  await page.until(() => page.doc.getElementById('staff-name'));
  expect(page.text()).not.to.include('told-once');
});

it('the focus stays on the page: at the password that was wrong, and at the page once the right one opened it', async () => {
  consoleServer();
  worker.use(
    http.get(api('session'), () => HttpResponse.json({ signedIn: false, stripe: {} })),
    http.post(api('session'), () => refused(401, 'wrong-credentials'), { once: true }),
  );
  page = await openConsole('basic', 'en', '#password');
  page.byId('name').value = 'owner';
  page.byId('password').value = 'word';
  await page.press('Sign in');
  await page.shows('The name or the password is wrong.');
  expect(page.doc.activeElement?.id).to.equal('password');
  worker.use(http.post(api('session'), () => HttpResponse.json(session)));
  await page.press('Sign in');
  await page.until(() => page.doc.activeElement?.id === 'main');
});
