/** The merchant's console in a frame of its own, as its server would hand it over, and a server that says what it is told. */
import { http, HttpResponse } from 'msw';
import type { Current, Session } from '../../../server-stub/admin/web/api.ts';
import type { TypedKeys } from '../../../server-stub/keys/change.ts';
import { changedPaths } from '../../../server-stub/settings/changed-paths.ts';
import type { SettingsIssue } from '../../../server-stub/settings/issues.ts';
import type { Settings } from '../../../server-stub/settings/settings.ts';
import { defaultWordings } from '../../../server-stub/settings/wordings.ts';
import { worker } from '../worker.ts';

const { orderMail: _mail, paymentTiming: _timing, ...wordings } = defaultWordings;

const settings: Settings = {
  enabled: true,
  regions: 'all',
  initialOrderStatus: 'processing',
  sortOrder: 10,
  accountName: '',
  environment: 'test',
  authMethod: 'secret_key',
  capture: 'manual',
  threeDSecure: 'automatic',
  cardSaving: 'off',
  savingUsage: 'on_session',
  threeDSecureData: 'notice',
  contact: { ja: '', en: '' },
  brandMarks: ['visa'],
  wordings,
};

const name = (ja: string, en: string) => ({ ja, en });

export const session: Session & { signedIn: true } = {
  signedIn: true,
  actor: 'owner',
  role: 'owner',
  hasSecondFactor: false,
  needsSecondFactor: false,
  zone: 'Asia/Tokyo',
  csrf: 'token-1',
  stripe: { fake: true },
};

export interface Save {
  from: string | null;
  token: string | null;
  settings: Settings;
  keys: TypedKeys;
}

/** Takes what is saved, unless it was told to answer something else, or to wait, first. */
export function consoleServer(stored: Partial<Current> = {}) {
  const current: Current = {
    version: 3,
    settings,
    keys: { test: {}, live: {} },
    defaults: defaultWordings,
    shop: {
      regions: ['JP', 'FR', 'US'],
      statuses: [
        { id: 'processing', name: name('処理中', 'Processing') },
        { id: 'new', name: name('新規', 'New') },
      ],
      methods: [{ id: 'cod', name: name('代金引換', 'Cash on delivery'), sort: 20, enabled: true }],
      methodsCanChange: true,
      writesMail: false,
    },
    ...stored,
  };
  const saves: Save[] = [];
  const staff = [
    { name: 'owner', role: 'owner', hasSecondFactor: false },
    { name: 'hanako', role: 'staff', hasSecondFactor: false },
  ];
  let signedIn = true;
  const answers: (() => Response | undefined | Promise<Response | undefined>)[] = [];
  const path = (rest: string) => `${location.origin}/admin/api/${rest}`;
  worker.use(
    http.get(path('session'), () => HttpResponse.json({ ...session, signedIn })),
    http.delete(path('session'), () => {
      signedIn = false;
      return HttpResponse.json({});
    }),
    http.get(path('settings'), () => HttpResponse.json(current)),
    http.get(path('progress'), () => HttpResponse.json({})),
    http.post(path('mail'), () => HttpResponse.json({ code: 'invalid-request' }, { status: 400 })),
    http.put(path('settings'), async ({ request }) => {
      const body = (await request.json()) as Omit<Save, 'from' | 'token'>;
      saves.push({
        from: request.headers.get('if-match'),
        token: request.headers.get('x-csrf-token'),
        ...body,
      });
      const refusal = await answers.shift()?.();
      if (refusal) return refusal;
      current.version += 1;
      current.settings = body.settings;
      for (const mode of ['test', 'live'] as const) {
        const secretKey = body.keys[mode]?.secretKey;
        if (secretKey) current.keys[mode].secretKeyLast4 = secretKey.slice(-4);
      }
      return HttpResponse.json(current);
    }),
    http.post(path('settings/compare'), async ({ request }) => {
      const given = ((await request.json()) as { settings: Settings }).settings;
      return HttpResponse.json({
        version: current.version,
        settings: given,
        fields: changedPaths(current.settings, given),
      });
    }),
    http.get(path('staff'), () => HttpResponse.json({ staff })),
    http.post(path('staff'), () => HttpResponse.json({ code: 'name-taken' }, { status: 422 })),
    http.put(path('staff/:name/role'), async ({ request, params }) => {
      const { role } = (await request.json()) as { role: string };
      for (const one of staff) if (one.name === params['name']) one.role = role;
      return HttpResponse.json({});
    }),
    http.put(path('methods/:id'), async ({ request, params }) => {
      const change = (await request.json()) as { enabled: boolean; sort: number };
      current.shop.methods = current.shop.methods.map((one) =>
        one.id === params['id'] ? { ...one, ...change } : one,
      );
      return HttpResponse.json({ methods: current.shop.methods });
    }),
  );
  return { current, saves, answers, staff, isSignedIn: () => signedIn };
}

export const refusal =
  (...issues: SettingsIssue[]) =>
  () =>
    HttpResponse.json({ code: 'settings-invalid', issues }, { status: 422 });

export type ConsolePage = Awaited<ReturnType<typeof openConsole>>;

export async function openConsole(view: string, lang: 'ja' | 'en' = 'en', ready = 'nav [aria-current]') {
  const frame = document.createElement('iframe');
  Object.assign(frame.style, { width: '1000px', height: '700px' });
  frame.src = `/test/component/console/console.html?lang=${lang}#/${view}`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const { contentWindow: win, contentDocument: doc } = frame as unknown as {
    contentWindow: Window & typeof globalThis;
    contentDocument: Document;
  };
  const all = <E extends Element>(selector: string) => [...doc.querySelectorAll<E>(selector)];
  const reads = (element: Element, text: string) =>
    element.textContent.replaceAll(/\s+/g, ' ').includes(text);

  /** What is there as soon as the page shows it. */
  const until = <T>(find: () => T | undefined | false | null): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const found = find();
        if (!found) return;
        watch.disconnect();
        doc.removeEventListener('focusin', look);
        clearTimeout(late);
        resolve(found);
      };
      const watch = new MutationObserver(look);
      // Focus moves without a change of the page.
      doc.addEventListener('focusin', look);
      const late = setTimeout(
        () => reject(new Error(`not shown: ${String(find)} in\n${doc.body.innerText}`)),
        8000,
      );
      watch.observe(doc, { subtree: true, childList: true, attributes: true, characterData: true });
      look();
    });

  const button = (name: string) =>
    all<HTMLButtonElement>('button').find(
      (one) => (one.getAttribute('aria-label') ?? one.textContent).trim() === name && !one.disabled,
    );
  const press = async (name: string) => (await until(() => button(name))).click();
  const labelled = (text: string, within: ParentNode = doc) => {
    const label = [...within.querySelectorAll('label')].find((one) => reads(one, text));
    return label?.control as HTMLInputElement | undefined;
  };
  const must = <T>(found: T | undefined | null, what: string): T => {
    if (!found) throw new Error(`there is no ${what} in\n${doc.body.innerText}`);
    return found;
  };

  await until(() => doc.querySelector(ready));
  return {
    win,
    doc,
    until,
    shows: (text: string) => until(() => doc.body.innerText.includes(text)),
    text: () => doc.body.innerText,
    button,
    press,
    /** The field that this label names, in the group of that name if one is given. */
    field: (label: string, group?: string) => {
      const fieldset = group
        ? all('fieldset').find((one) => reads(one.querySelector('legend') ?? one, group))
        : doc;
      return must(labelled(label, must(fieldset, `group "${group}"`)), `field "${label}"`);
    },
    byId: (id: string) => must(doc.getElementById(id) as HTMLInputElement | null, `#${id}`),
    type(field: HTMLInputElement, text: string): void {
      field.value = text;
      field.dispatchEvent(new win.Event('input', { bubbles: true }));
    },
    choose(field: HTMLInputElement, value: string): void {
      field.value = value;
      field.dispatchEvent(new win.Event('change', { bubbles: true }));
    },
    chooseFile(field: HTMLInputElement, content: unknown): void {
      const chosen = new win.DataTransfer();
      chosen.items.add(new win.File([JSON.stringify(content)], 'settings.json'));
      field.files = chosen.files;
      field.dispatchEvent(new win.Event('change', { bubbles: true }));
    },
    /** Of unsaved changes; undefined where none are offered to be saved. */
    unsaved: () => Number(/^\d+/.exec(doc.querySelector('.save span')?.textContent ?? '')?.[0]) || undefined,
    async save(): Promise<void> {
      await press('Save');
      await until(() => doc.querySelector('[role=status].said')?.textContent.includes('Saved.'));
    },
    /** Whether the browser would ask before the page is left. */
    asksBeforeLeaving: () => !win.dispatchEvent(new win.Event('beforeunload', { cancelable: true })),
    rows: () =>
      all('tbody tr').map(({ children }) => [...children].map(({ textContent }) => textContent.trim())),
    /** The title is set at each drawing, whether it changes or not. */
    untilDrawn: () =>
      new Promise<void>((resolve) => {
        const watch = new MutationObserver(() => (watch.disconnect(), resolve()));
        watch.observe(must(doc.querySelector('title'), 'title'), { childList: true });
      }),
    /** Until the page has the answer, and has done what it does with it at once. */
    async untilAnswered(rest: string): Promise<void> {
      const real = win.Response.prototype.json;
      await new Promise<void>((resolve) => {
        win.Response.prototype.json = async function (this: Response) {
          const json: unknown = await real.call(this);
          if (this.url.endsWith(rest)) setTimeout(resolve);
          return json;
        };
      });
      win.Response.prototype.json = real;
    },
    untilLoadedAgain: () => new Promise((resolve) => frame.addEventListener('load', resolve, { once: true })),
    close: () => frame.remove(),
  };
}
