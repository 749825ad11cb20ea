/** The preview: which question each choice asks of the server, and what is drawn of its answer. */
import { expect } from '@open-wc/testing';
import { http, HttpResponse } from 'msw';
import { deferred } from '../../helpers/deferred.ts';
import type { Settings } from '../../../server-stub/settings/settings.ts';
import { useWorker, worker } from '../worker.ts';
import { consoleServer, openConsole, type ConsolePage } from './page.ts';

let page: ConsolePage;

useWorker();
afterEach(() => page.close());

interface Asked {
  settings: Settings;
  shopper: string;
  locale: string;
  policy: string;
}

/** Answers with its number for a token, and with what it was asked about. */
function previewServer(): Asked[] {
  const asked: Asked[] = [];
  worker.use(
    http.post(`${location.origin}/admin/api/preview`, async ({ request }) => {
      const wanted = (await request.json()) as Asked;
      asked.push(wanted);
      const fields = { setup_future_usage: `for ${wanted.policy} ${wanted.shopper}` };
      return HttpResponse.json({ token: `t${asked.length}`, sent: [{ answer: 'none', fields }] });
    }),
    http.get(`${location.origin}/admin/preview`, () => HttpResponse.html('<p>the element</p>')),
  );
  return asked;
}

const choose = (label: string, value: string) => page.choose(page.field(label), value);
/** Until the frame has gone there; that it did is no change of the page around it. */
async function frameShows(theme: string, token: string): Promise<HTMLIFrameElement> {
  const frame = await page.until(() => page.doc.querySelector('iframe'));
  while (frame.contentWindow?.location.search !== `?theme=${theme}&token=${token}`)
    await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  return frame;
}

it('asks for each policy, shopper and language what Stripe would get, and shows it beside the element', async () => {
  consoleServer();
  const asked = previewServer();
  page = await openConsole('preview');
  await page.shows('for off guest');
  for (const policy of ['off', 'optional', 'required'])
    for (const shopper of ['member', 'guest'])
      for (const locale of ['ja', 'en']) {
        choose('Card saving', policy);
        choose('Shopper', shopper);
        choose('Language', locale);
        await page.shows(`for ${policy} ${shopper}`);
        await page.until(() => asked.at(-1)?.locale === locale);
        expect(asked.at(-1)).to.include({ policy, shopper, locale });
      }
});

it('a colour scheme and a width are the frame’s own: the same answer is drawn in them', async () => {
  consoleServer({ keys: { test: { secretKeyLast4: 'kout' }, live: {} } });
  const asked = previewServer();
  page = await openConsole('preview');
  await page.shows('for off guest');
  choose('Colours', 'dark');
  const frame = await frameShows('dark', 't1');
  choose('Width', 'wide');
  expect(frame.className).to.equal('wide');
  expect(asked).to.have.length(1);
});

it('says where to enter the keys while there are none to draw Stripe’s form with', async () => {
  consoleServer();
  previewServer();
  page = await openConsole('preview');
  await page.shows('No keys are stored for this environment yet.');
  expect(page.doc.querySelector('main .problem a')?.getAttribute('href')).to.equal('#/basic');
  expect(page.doc.querySelector('iframe') === null).to.equal(true);
});

it('an answer to a draft that is no longer wanted is shown for none', async () => {
  consoleServer();
  const asked = previewServer();
  page = await openConsole('preview');
  await page.shows('for off guest');
  const [under, slow] = [deferred(), deferred()];
  worker.use(
    http.post(`${location.origin}/admin/api/preview`, async () => {
      under.resolve();
      await slow.promise;
      return HttpResponse.json({ token: 'late', sent: [{ answer: 'none', fields: { late: 'late' } }] });
    }),
  );
  choose('Shopper', 'member');
  await under.promise;
  choose('Shopper', 'guest');
  const drawn = page.untilDrawn();
  slow.resolve();
  await drawn;
  expect(page.text()).to.include('for off guest').and.not.include('late');
  expect(asked).to.have.length(1);
});

it('without an answer it shows nothing older, says so, and asks again at a press', async () => {
  consoleServer();
  previewServer();
  page = await openConsole('preview');
  await page.shows('for off guest');
  worker.use(http.post(`${location.origin}/admin/api/preview`, () => HttpResponse.error(), { once: true }));
  choose('Shopper', 'member');
  await page.shows('The server can’t be reached.');
  expect(page.text()).not.to.include('for off guest');
  await page.press('Load again');
  await page.shows('for off member');
  expect(page.text()).not.to.include('The server can’t be reached.');
});

it('what was discarded on its page can be brought back there', async () => {
  consoleServer();
  previewServer();
  page = await openConsole('basic');
  page.field('Always Members and guests').click();
  page.doc.querySelector<HTMLAnchorElement>('nav a[href="#/preview"]')?.click();
  await page.shows('for required guest');
  await page.press('Discard');
  await page.shows('for off guest');
  await page.press('Undo');
  await page.shows('for required guest');
  expect(page.unsaved()).to.equal(1);
});

it('an order mail that could not be made is asked for again when its page is opened anew', async () => {
  consoleServer();
  page = await openConsole('wordings');
  await page.shows('A field is wrong, so this can’t be shown.');
  worker.use(
    http.post(`${location.origin}/admin/api/mail`, () =>
      HttpResponse.json({ subject: 'Your order', text: '', token: 't' }),
    ),
  );
  page.win.location.hash = '#/basic';
  await page.until(() => page.doc.getElementById('f-contact-en'));
  page.win.location.hash = '#/wordings';
  await page.shows('Your order');
});

it('shows what is being edited, before anything is saved', async () => {
  const { saves } = consoleServer();
  const asked = previewServer();
  page = await openConsole('basic');
  page.field('Always Members and guests').click();
  page.doc.querySelector<HTMLAnchorElement>('nav a[href="#/preview"]')?.click();
  await page.shows('for required guest');
  expect(asked.at(-1)?.settings.cardSaving).to.equal('required');
  expect(saves).to.deep.equal([]);
});
