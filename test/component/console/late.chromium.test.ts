/** A slow or failing network: nothing typed is lost, and no answer is shown for another question. */
import { expect } from '@open-wc/testing';
import { http, HttpResponse } from 'msw';
import { deferred } from '../../helpers/deferred.ts';
import { useWorker, worker } from '../worker.ts';
import { consoleServer, openConsole, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

const api = (rest: string) => `${location.origin}/admin/api/${rest}`;
const refused = (status: number, code: string) => HttpResponse.json({ code }, { status });
const go = (view: string) => {
  page.win.location.hash = `#/${view}`;
};

describe('while a save is under way', () => {
  it('what is typed stays, and is the next change; the save offers no undo that would take it along', async () => {
    const { answers, saves } = consoleServer();
    const slow = deferred();
    answers.push(async () => (await slow.promise, undefined));
    page = await openConsole('basic');
    page.type(page.field('Account name'), 'Main');
    page.type(page.byId('f-keys-test-secretKey'), 'sk_test_first');
    await page.press('Save');
    await page.shows('Saving');
    page.type(page.field('English', 'How to reach the shop'), '03-1234-5678');
    page.type(page.byId('f-keys-test-webhookSecret'), 'whsec_second');
    slow.resolve();
    await page.shows('Saved.');
    expect(page.field('English', 'How to reach the shop').value).to.equal('03-1234-5678');
    expect(page.unsaved()).to.equal(2);
    expect(page.button('Undo') === undefined).to.equal(true);
    await page.save();
    expect(saves.map(({ settings }) => [settings.accountName, settings.contact.en])).to.deep.equal([
      ['Main', ''],
      ['Main', '03-1234-5678'],
    ]);
    expect(saves[1]?.keys).to.deep.equal({ test: { webhookSecret: 'whsec_second' }, live: {} });
  });

  it('a key that both have replaced is named, and one’s own is on top', async () => {
    const stored = { test: { secretKeyLast4: 'kout' }, live: {} };
    const { answers, current } = consoleServer({ keys: stored });
    const theirs = { test: { secretKeyLast4: 'eirs' }, live: {} };
    answers.push(() =>
      HttpResponse.json(
        { code: 'settings-stale', current: { version: 4, settings: current.settings, keys: theirs } },
        { status: 412 },
      ),
    );
    page = await openConsole('basic');
    page.byId('f-keys-test-secretKey').click();
    page.type(page.byId('f-keys-test-secretKey'), 'sk_test_mine');
    await page.press('Save');
    await page.press('Load and merge');
    await page.shows('yours are on top: Test keys: Secret or restricted key.');
    expect(page.text()).to.include('Stored, ends in eirs.');
    expect(page.byId('f-keys-test-secretKey').value).to.equal('sk_test_mine');
  });
});

describe('an answer that comes in late', () => {
  const orderPage = (order: string) => ({
    orders: [
      {
        attempt: `at_${order}`,
        order,
        money: 'authorised',
        amount: 5400,
        currency: 'jpy',
        reference: 'AAAA-1111',
        createdAt: '2026-11-28T00:00:00Z',
      },
    ],
    loose: [],
    next: null,
  });

  it('is not shown for the orders that were asked for since', async () => {
    consoleServer();
    const slow = deferred();
    worker.use(
      http.get(api('orders'), async ({ request }) => {
        const q = new URL(request.url).searchParams.get('q');
        if (q === 'slow') await slow.promise;
        return HttpResponse.json(orderPage(q === 'slow' ? 'Slow-1' : 'Quick-2'));
      }),
    );
    page = await openConsole('orders?q=slow');
    go('orders?q=quick');
    await page.shows('Quick-2');
    const drawn = page.untilDrawn();
    slow.resolve();
    await drawn;
    expect(page.text()).to.include('Quick-2').and.not.include('Slow-1');
  });

  it('nothing is shown for a question that failed, and what went wrong is said until another works', async () => {
    consoleServer();
    worker.use(http.get(api('orders'), () => HttpResponse.json(orderPage('First-1'))));
    page = await openConsole('orders');
    await page.shows('First-1');
    worker.use(http.get(api('orders'), () => HttpResponse.error()));
    go('orders?q=other');
    await page.shows('The server can’t be reached.');
    expect(page.text()).not.to.include('First-1');
  });
});

describe('a refusal that no view has words for', () => {
  it('is said all the same, and gone once another deed has worked', async () => {
    consoleServer();
    page = await openConsole('methods');
    worker.use(http.put(api('methods/:id'), () => refused(404, 'unknown-method'), { once: true }));
    await page.press('Save: Cash on delivery');
    await page.shows('This could not be done.');
    await page.press('Save: Cash on delivery');
    await page.shows('Changed.');
    expect(page.text()).not.to.include('This could not be done.');
  });
});

describe('a list that is chosen from', () => {
  const chosen = (id: string) => (page.byId(id) as unknown as HTMLSelectElement).value;

  it('on the board shows what the address says, by whichever way it came there', async () => {
    consoleServer();
    const nothing = { counts: [], rows: [], days: [], run: null, reconcile: 'act' };
    worker.use(http.get(api('board'), () => HttpResponse.json(nothing)));
    page = await openConsole('board');
    await page.until(() => page.doc.getElementById('board-bucket'));
    page.choose(page.byId('board-bucket'), 'lost');
    for (const bucket of ['captured', 'lost'] as const) {
      page.doc.querySelector<HTMLAnchorElement>(`a.bucket[href$="=${bucket}"]`)?.click();
      await page.until(() => page.doc.querySelector(`a.bucket[href$="=${bucket}"][aria-current]`));
      expect(chosen('board-bucket')).to.equal(bucket);
    }
  });

  it('among the orders is emptied with the other filters, applied or not', async () => {
    consoleServer();
    worker.use(http.get(api('orders'), () => HttpResponse.json({ orders: [], loose: [], next: null })));
    page = await openConsole('orders');
    await page.shows('No orders yet.');
    page.byId('o-q').value = 'typed';
    (page.byId('o-money') as unknown as HTMLSelectElement).value = 'captured';
    await page.press('Clear');
    expect([page.byId('o-q').value, chosen('o-money'), chosen('o-mode')]).to.deep.equal(['', '', 'test']);
  });
});

describe('a second factor', () => {
  it('is begun once, however often it is pressed; without a network that is said', async () => {
    consoleServer();
    let begun = 0;
    const slow = deferred();
    worker.use(http.post(api('me/second-factor'), () => HttpResponse.error(), { once: true }));
    page = await openConsole('me');
    await page.press('Set it up');
    await page.shows('The server can’t be reached.');
    worker.use(
      http.post(api('me/second-factor'), async () => {
        begun += 1;
        await slow.promise;
        return HttpResponse.json({ secret: 'ABCD', uri: 'otpauth://totp/x?secret=ABCD' });
      }),
    );
    await page.press('Set it up');
    await page.press('Set it up');
    slow.resolve();
    await page.until(() => page.doc.getElementById('enrol-code'));
    expect(begun).to.equal(1);
    worker.use(http.put(api('me/second-factor'), () => HttpResponse.error()));
    page.byId('enrol-code').value = '123456';
    await page.press('Finish');
    await page.shows('The server can’t be reached.');
    expect(page.text()).not.to.include('The code is wrong.');
  });
});

describe('a file to import', () => {
  const choose = (content: object) => page.chooseFile(page.field('Choose a file'), content);

  it('that was chosen before another is not shown for it; a session that is over is not the file’s fault', async () => {
    const { current } = consoleServer();
    const slow = deferred();
    worker.use(
      http.post(api('settings/compare'), async ({ request }) => {
        const { settings } = (await request.json()) as { settings: { accountName: string } };
        if (settings.accountName === 'Slow') await slow.promise;
        return HttpResponse.json({ version: 3, settings, fields: ['accountName'] });
      }),
    );
    page = await openConsole('transfer');
    choose({ ...current.settings, accountName: 'Slow' });
    choose({ ...current.settings, accountName: 'Quick' });
    await page.shows('Quick');
    const drawn = page.untilDrawn();
    slow.resolve();
    await drawn;
    expect(page.rows()).to.deep.equal([['Account name', '(none)', 'Quick']]);
    worker.use(http.post(api('settings/compare'), () => refused(401, 'signed-out')));
    choose(current.settings);
    await page.shows('Your session has expired.');
  });
});

it('a report of the connection is gone once other keys are saved', async () => {
  consoleServer();
  worker.use(
    http.post(api('connection'), () =>
      HttpResponse.json({ mode: 'test', key: 'good', account: { id: 'acct_1', name: '' }, rights: [] }),
    ),
  );
  page = await openConsole('connection');
  await page.press('Test the connection');
  await page.shows('Connected, with every right');
  go('basic');
  page.type(
    await page.until(() => page.doc.querySelector<HTMLInputElement>('#f-keys-test-secretKey')),
    'sk_test_new',
  );
  await page.save();
  go('connection');
  await page.until(() => page.button('Test the connection'));
  expect(page.text()).not.to.include('Connected, with every right');
});

it('a role that could not be changed is shown as it is', async () => {
  consoleServer();
  worker.use(http.put(api('staff/:name/role'), () => refused(409, 'last-owner')));
  page = await openConsole('staff');
  const role = await page.until(() =>
    page.doc.querySelector<HTMLSelectElement>('[aria-label="Role: hanako"]'),
  );
  page.choose(role as unknown as HTMLInputElement, 'read-only');
  await page.shows('The last owner can be neither removed nor changed.');
  expect(role.value).to.equal('staff');
});

it('a question waits until the one before it is answered', async () => {
  consoleServer();
  page = await openConsole('basic');
  const slow = deferred();
  worker.use(
    http.get(api('board'), () =>
      HttpResponse.json({
        counts: [],
        days: [],
        run: null,
        reconcile: 'act',
        rows: [
          {
            key: 'finding:pi_1',
            bucket: 'captured',
            status: 'open',
            remedy: 'person',
            at: '2026-11-28T00:00:00Z',
            amount: 5400,
            currency: 'jpy',
            intent: 'pi_1',
            account: 'acct_1',
            mode: 'test',
          },
        ],
      }),
    ),
    http.post(api('board/plan'), async () => (await slow.promise, HttpResponse.json({ plan: 'refund' }))),
  );
  page.type(page.field('Account name'), 'Main');
  go('board');
  const fix = await page.until(() => page.doc.querySelector<HTMLButtonElement>('.acts button'));
  fix.click();
  await page.press('Sign out');
  await page.shows('They are lost when you sign out.');
  const [dialog] = page.doc.querySelectorAll('dialog');
  const planned = page.untilAnswered('board/plan');
  slow.resolve();
  await planned;
  expect(dialog?.textContent).to.include('They are lost when you sign out.');
  await page.press('Not now');
  await page.until(() => dialog?.open && !dialog.textContent.includes('They are lost'));
});
