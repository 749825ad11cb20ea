/** The preview: which question each choice asks of the server, and what is drawn of its answer. */
import { expect } from '@open-wc/testing';
import { http, HttpResponse } from 'msw';
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
