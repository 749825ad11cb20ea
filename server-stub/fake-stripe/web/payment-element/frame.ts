/** Inside the frame: the card is typed here and goes straight to the API; the shop's page learns only a token's id. */
import type { FrameError, FrameOptions, FromFrame, FromOnlooker, ToFrame } from '../messages.ts';
import { brandOf, digitsOf, faultsOf, groupExpiry, groupNumber, type TypedCard } from './card.ts';
import { callApi } from './call-api.ts';
import { SavedCards } from './saved-cards.ts';
import { words } from './words.ts';

const parentOrigin = new URLSearchParams(location.search).get('parent') ?? '';
const form = document.querySelector('form') as HTMLFormElement;
const fields = ['number', 'expiry', 'cvc'] as const;
const input = (name: string) => form.elements.namedItem(name) as HTMLInputElement;

let options: FrameOptions | undefined;

function tell(message: FromFrame): void {
  parent.postMessage(message, parentOrigin);
}

const text = () => words[options?.locale ?? 'ja'];
const typed = (): TypedCard => ({
  number: input('number').value,
  expiry: input('expiry').value,
  cvc: input('cvc').value,
});
const savedCards = new SavedCards({
  api: (method, path, body) => callApi(options, method, path, body),
  words: () => text(),
  onChange: changed,
  onRemoved: (paymentMethod, error) => tell({ kind: 'removed', paymentMethod, ...(error && { error }) }),
});

async function start(given: FrameOptions): Promise<void> {
  options = given;
  applyAppearance(given);
  applyLocale();
  setReadOnly(given.readOnly);
  const error = given.savedCards && (await savedCards.load(given.savedCards));
  if (error) return tell({ kind: 'loaderror', error });
  // The height first: a form that is ready is seen.
  changed();
  tell({ kind: 'ready' });
}

function applyLocale(): void {
  const { number, expiry, cvc, expiryHint } = text();
  document.documentElement.lang = options?.locale ?? 'ja';
  for (const [name, label] of Object.entries({ number, expiry, cvc })) {
    const element = form.querySelector(`label[for=${name}]`);
    if (element) element.textContent = label;
  }
  input('number').placeholder = '1234 1234 1234 1234';
  input('expiry').placeholder = expiryHint;
  input('cvc').placeholder = 'CVC';
  savedCards.draw();
}

function setReadOnly(readOnly: boolean): void {
  for (const name of fields) input(name).readOnly = readOnly;
  document.documentElement.toggleAttribute('data-read-only', readOnly);
}

function clear(): void {
  for (const name of fields) {
    input(name).value = '';
    showFault(name, undefined);
  }
  delete input('number').dataset['brand'];
  changed();
}

function applyAppearance({
  variables,
  theme,
  labels,
}: Pick<FrameOptions, 'variables' | 'theme' | 'labels'>): void {
  Object.assign(document.documentElement.dataset, { theme, labels });
  document.documentElement.removeAttribute('style');
  for (const [name, value] of Object.entries(variables))
    document.documentElement.style.setProperty(`--${name}`, value);
}

function validate(): FrameError | undefined {
  if (savedCards.chosen) return undefined;
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
  if (savedCards.chosen) {
    const ofNewCard = Array.from(body.keys()).filter((key) => key.startsWith('payment_method_data'));
    for (const key of ofNewCard) body.delete(key);
    body.set('payment_method', savedCards.chosen);
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
    const answer = await callApi(options, 'POST', '/v1/confirmation_tokens', body);
    if (answer['error']) return { error: answer['error'] as FrameError };
    return { token: answer as { id: string } };
  } catch {
    return { error: { type: 'api_connection_error', message: text().network } };
  }
}

function changed(): void {
  const card = typed();
  const complete = savedCards.chosen !== '' || Object.keys(faultsOf(card, new Date())).length === 0;
  const empty = savedCards.chosen === '' && fields.every((name) => card[name] === '');
  const saved = savedCards.chosenMethod;
  tell({ kind: 'change', complete, empty, ...(saved && { saved }) });
  tellHeight();
}

function tellHeight(): void {
  tell({ kind: 'height', pixels: Math.ceil(form.getBoundingClientRect().height) });
}

/** As if typed, so that it is grouped, checked and told of alike. */
function typeCard(card: TypedCard): void {
  for (const name of fields) {
    input(name).value = card[name];
    input(name).dispatchEvent(new Event('input', { bubbles: true }));
  }
}

addEventListener('message', (event: MessageEvent<ToFrame | FromOnlooker>) => {
  if (event.origin !== parentOrigin) return;
  const message = event.data;
  if (message.kind === 'type-card') return typeCard(message);
  if (event.source !== parent) return;
  switch (message.kind) {
    case 'start':
      void start(message.options);
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
    case 'locale':
      if (options) options = { ...options, locale: message.locale };
      return applyLocale();
    case 'read-only':
      return setReadOnly(message.readOnly);
    case 'clear':
      return clear();
    case 'blur':
      return (document.activeElement as HTMLElement | null)?.blur();
    case 'focus':
      (savedCards.choice ?? input('number')).focus();
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
form.addEventListener('keydown', ({ key }) => key === 'Escape' && tell({ kind: 'escape' }));
form.addEventListener('focusin', () => tell({ kind: 'focus' }));
form.addEventListener('focusout', () => tell({ kind: 'blur' }));
new ResizeObserver(tellHeight).observe(form);
tell({ kind: 'booted' });
