/** Every list before anything is in it: what will stand there is said, and nothing is offered to be done with it. */
import { expect } from '@open-wc/testing';
import { http, HttpResponse } from 'msw';
import { useWorker, worker } from '../worker.ts';
import { consoleServer, openConsole, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

const nothing = {
  orders: { orders: [], loose: [], next: null },
  board: { counts: [], rows: [], days: [], run: null, reconcile: 'act' },
  consents: { consents: [], more: false },
  webhooks: {
    url: 'https://shop.example/webhooks/stripe',
    urlProblem: null,
    last: null,
    events: [],
    day: [],
    searches: [],
  },
  audit: { entries: [] },
};

for (const [view, says] of [
  ['orders', 'No orders yet. A test purchase will appear here.'],
  ['orders?q=10001', 'No order fits.'],
  ['board', 'Nothing here.'],
  ['consents', 'No consent yet. One is kept for each card that is saved.'],
  ['consents?q=cus_1', 'No consent fits.'],
  ['webhooks', 'None yet.'],
  ['webhooks', 'They begin within ten seconds once keys are stored.'],
  ['history', 'Nothing yet.'],
] as const)
  it(`#/${view} says: ${says}`, async () => {
    consoleServer();
    for (const [path, answer] of Object.entries(nothing))
      worker.use(http.get(`${location.origin}/admin/api/${path}`, () => HttpResponse.json(answer)));
    page = await openConsole(view);
    await page.until(() => page.doc.querySelector('.empty'));
    expect(page.text()).to.include(says);
    expect(page.button('Save as CSV') === undefined).to.equal(true);
  });
