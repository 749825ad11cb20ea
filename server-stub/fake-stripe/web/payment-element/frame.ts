/** Inside the frame: the card is typed here and goes straight to the API; the shop's page learns only a token's id. */
import type { FrameError, FrameOptions, FromFrame, ToFrame } from '../messages.ts';
import { brandOf, digitsOf, faultsOf, groupExpiry, groupNumber, type TypedCard } from './card.ts';
import { words } from './words.ts';

interface SavedCard {
  id: string;
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
}

const parentOrigin = new URLSearchParams(location.search).get('parent') ?? '';
const form = document.querySelector('form') as HTMLFormElement;
const fields = ['number', 'expiry', 'cvc'] as const;
const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;

let options: FrameOptions | undefined;
let saved: SavedCard[] = [];

function tell(message: FromFrame): void {
  parent.postMessage(message, parentOrigin);
}

const text = () => words[options?.locale ?? 'ja'];
const typed = (): TypedCard => ({
  number: input('number').value,
  expiry: input('expiry').value,
  cvc: input('cvc').value,
});
const chosen = () => form.querySelector<HTMLInputElement>('input[name=saved]:checked')?.value ?? '';

async function api(method: string, path: string, body?: URLSearchParams): Promise<Record<string, unknown>> {
  const response = await fetch(path, {
    method,
    headers: {
      Authorization: `Bearer ${options?.publishableKey}`,
      ...(options?.account && { 'Stripe-Account': options.account }),
    },
    ...(body && { body }),
  });
  return (await response.json()) as Record<string, unknown>;
}

async function start(given: FrameOptions): Promise<void> {
  options = given;
  document.documentElement.lang = given.locale;
  applyAppearance(given);
  const { number, expiry, cvc, expiryHint } = text();
  for (const [name, label] of Object.entries({ number, expiry, cvc })) {
    const element = form.querySelector(`label[for=${name}]`);
    if (element) element.textContent = label;
  }
  input('number').placeholder = '1234 1234 1234 1234';
  input('expiry').placeholder = expiryHint;
  input('cvc').placeholder = 'CVC';
  if (given.savedCards) await loadSaved(given.savedCards);
  drawSaved();
  // The height first: a form that is ready is seen.
  changed();
  tell({ kind: 'ready' });
}

async function loadSaved(secret: string): Promise<void> {
  const query = new URLSearchParams({ customer_session_client_secret: secret });
  const answer = await api('GET', `/v1/elements/sessions?${query}`);
  saved = (answer['payment_methods'] as SavedCard[] | undefined) ?? [];
}

function drawSaved(): void {
  const list = document.querySelector('#saved') as HTMLElement;
  list.replaceChildren();
  list.hidden = saved.length === 0;
  if (saved.length === 0) return showNew(true);
  const legend = document.createElement('legend');
  legend.textContent = text().saved;
  list.append(
    legend,
    ...saved.map((card, index) => savedRow(card, index === 0)),
    choice('', text().newCard, false),
  );
  showNew(false);
}

function savedRow({ id, card }: SavedCard, checked: boolean): HTMLElement {
  const until = `${String(card.exp_month).padStart(2, '0')}/${card.exp_year % 100}`;
  const row = choice(id, text().ending(card.brand.toUpperCase(), card.last4, until), checked);
  const remove = document.createElement('button');
  remove.type = 'button';
  remove.textContent = text().remove;
  remove.addEventListener('click', () => void removeCard(id));
  row.append(remove);
  return row;
}

function choice(value: string, label: string, checked: boolean): HTMLElement {
  const row = document.createElement('div');
  row.className = 'choice';
  const wrap = document.createElement('label');
  const radio = document.createElement('input');
  Object.assign(radio, { type: 'radio', name: 'saved', value, checked });
  radio.addEventListener('change', () => {
    showNew(chosen() === '');
    changed();
  });
  wrap.append(radio, label);
  row.append(wrap);
  return row;
}

async function removeCard(id: string): Promise<void> {
  const secret = options?.savedCards ?? '';
  const body = new URLSearchParams({ customer_session_client_secret: secret });
  const answer = await api('POST', `/v1/elements/payment_methods/${id}/detach`, body);
  if (answer['error']) return;
  saved = saved.filter((card) => card.id !== id);
  drawSaved();
  changed();
}

function showNew(show: boolean): void {
  (document.querySelector('#new') as HTMLElement).hidden = !show;
}

function applyAppearance({ variables, theme }: Pick<FrameOptions, 'variables' | 'theme'>): void {
  document.documentElement.dataset['theme'] = theme;
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(`--${name}`, value);
}

function validate(): FrameError | undefined {
  if (chosen()) return undefined;
  const faults = faultsOf(typed(), new Date());
  let first: FrameError | undefined;
  for (const name of fields) {
    const fault = faults[name];
    showFault(name, fault && text().faults[fault]);
    if (fault) first ??= { type: 'validation_error', code: fault, message: text().faults[fault] };
  }
  tellHeight();
  return first;
}

function showFault(name: string, message: string | undefined): void {
  const line = document.querySelector(`#${name}-error`) as HTMLElement;
  line.textContent = message ?? '';
  input(name).setAttribute('aria-invalid', String(Boolean(message)));
}

async function createToken(
  given: Record<string, string>,
): Promise<{ token?: { id: string }; error?: FrameError }> {
  const body = new URLSearchParams(given);
  if (chosen()) {
    const ofNewCard = Array.from(body.keys()).filter((key) => key.startsWith('payment_method_data'));
    for (const key of ofNewCard) body.delete(key);
    body.set('payment_method', chosen());
  } else {
    const { number, expiry, cvc } = typed();
    const until = digitsOf(expiry);
    body.set('payment_method_data[type]', 'card');
    body.set('payment_method_data[card][number]', digitsOf(number));
    body.set('payment_method_data[card][exp_month]', String(Number(until.slice(0, 2))));
    body.set('payment_method_data[card][exp_year]', `20${until.slice(2)}`);
    body.set('payment_method_data[card][cvc]', digitsOf(cvc));
  }
  try {
    const answer = await api('POST', '/v1/confirmation_tokens', body);
    if (answer['error']) return { error: answer['error'] as FrameError };
    return { token: { id: String(answer['id']) } };
  } catch {
    return { error: { type: 'api_connection_error', message: text().network } };
  }
}

function changed(): void {
  const card = typed();
  const complete = chosen() !== '' || Object.keys(faultsOf(card, new Date())).length === 0;
  const empty = chosen() === '' && fields.every((name) => card[name] === '');
  tell({ kind: 'change', complete, empty, ...(chosen() && { saved: chosen() }) });
  tellHeight();
}

function tellHeight(): void {
  tell({ kind: 'height', pixels: Math.ceil(form.getBoundingClientRect().height) });
}

addEventListener('message', (event: MessageEvent<ToFrame>) => {
  if (event.origin !== parentOrigin || event.source !== parent) return;
  const message = event.data;
  switch (message.kind) {
    case 'start':
      start(message.options).catch(() => tell({ kind: 'loaderror', message: text().network }));
      return;
    case 'appearance':
      return applyAppearance(message);
    case 'validate': {
      const error = validate();
      return tell({ kind: 'answer', id: message.id, ...(error && { error }) });
    }
    case 'create-token':
      void createToken(message.request.fields).then((answer) =>
        tell({ kind: 'answer', id: message.id, ...answer }),
      );
      return;
    case 'focus':
      input('number').focus();
  }
});

form.addEventListener('submit', (event) => event.preventDefault());
form.addEventListener('input', (event) => {
  const field = event.target as HTMLInputElement;
  if ((event as InputEvent).isComposing) return;
  const caretAtEnd = field.selectionStart === field.value.length;
  if (field.name === 'number') {
    field.value = groupNumber(digitsOf(field.value).slice(0, 19));
    field.dataset['brand'] = brandOf(digitsOf(field.value));
  }
  if (field.name === 'expiry' && caretAtEnd && (event as InputEvent).inputType !== 'deleteContentBackward') {
    field.value = groupExpiry(field.value);
  }
  if (field.name === 'cvc') field.value = digitsOf(field.value).slice(0, 4);
  if (fields.some((name) => name === field.name)) showFault(field.name, undefined);
  changed();
});
form.addEventListener('focusin', () => tell({ kind: 'focus' }));
form.addEventListener('focusout', () => tell({ kind: 'blur' }));
new ResizeObserver(tellHeight).observe(form);
tell({ kind: 'booted' });
