/** The cards that a CustomerSession lets the form offer: to choose from, and to take off the customer. */
import type { FrameError, SavedMethod } from '../messages.ts';
import type { Words } from './words.ts';

interface SavedCard extends SavedMethod {
  card: { brand: string; last4: string; exp_month: number; exp_year: number };
}

interface SavedCardsHost {
  api(method: string, path: string, body?: URLSearchParams): Promise<Record<string, unknown>>;
  words(): Words;
  onChange(): void;
  onRemoved(method: SavedMethod, error?: string): void;
}

export class SavedCards {
  readonly #host: SavedCardsHost;
  readonly #list = document.querySelector('#saved') as HTMLElement;
  readonly #new = document.querySelector('#new') as HTMLElement;
  #cards: SavedCard[] = [];
  #secret = '';

  constructor(host: SavedCardsHost) {
    this.#host = host;
  }

  /** The radio button that is on; none where there is nothing to choose from. */
  get choice(): HTMLInputElement | null {
    return this.#list.querySelector<HTMLInputElement>('input[name=saved]:checked');
  }

  /** The id of the card that is chosen, empty for a new one. */
  get chosen(): string {
    return this.choice?.value ?? '';
  }

  get chosenMethod(): SavedMethod | undefined {
    const card = this.#cards.find(({ id }) => id === this.chosen);
    return card && told(card);
  }

  /** The error that keeps the form from being shown, if there is one. */
  async load(secret: string): Promise<FrameError | undefined> {
    this.#secret = secret;
    const query = new URLSearchParams({ customer_session_client_secret: secret });
    const answer = await this.#ask('GET', `/v1/elements/sessions?${query}`);
    if (answer['error']) return answer['error'] as FrameError;
    this.#cards = answer['payment_methods'] as SavedCard[];
    this.draw();
    return undefined;
  }

  draw(): void {
    this.#list.hidden = this.#cards.length === 0;
    const { saved, newCard } = this.#host.words();
    const legend = document.createElement('legend');
    legend.textContent = saved;
    const newChosen = this.choice?.value === '';
    const kept = this.#cards.find(({ id }) => id === this.chosen) ?? this.#cards[0];
    const rows = this.#cards.map((card) => this.#row(card, !newChosen && card === kept));
    this.#list.replaceChildren(
      ...(rows.length > 0 ? [legend, ...rows, this.#choice('', newCard, newChosen)] : []),
    );
    this.#new.hidden = this.chosen !== '';
  }

  #ask(method: string, path: string, body?: URLSearchParams): Promise<Record<string, unknown>> {
    const error: FrameError = { type: 'api_connection_error', message: this.#host.words().network };
    return this.#host.api(method, path, body).catch(() => ({ error }));
  }

  #row(method: SavedCard, checked: boolean): HTMLElement {
    const { id, card } = method;
    const { ending, remove, removeCard } = this.#host.words();
    const until = `${String(card.exp_month).padStart(2, '0')}/${card.exp_year % 100}`;
    const row = this.#choice(id, ending(card.brand.toUpperCase(), card.last4, until), checked);
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = remove;
    button.setAttribute('aria-label', removeCard(card.brand.toUpperCase(), card.last4));
    button.addEventListener('click', () => void this.#remove(method));
    row.append(button);
    return row;
  }

  #choice(value: string, label: string, checked: boolean): HTMLElement {
    const row = document.createElement('div');
    row.className = 'choice';
    const wrap = document.createElement('label');
    const radio = document.createElement('input');
    Object.assign(radio, { type: 'radio', name: 'saved', value, checked });
    radio.addEventListener('change', () => {
      this.#new.hidden = this.chosen !== '';
      this.#host.onChange();
    });
    wrap.append(radio, label);
    row.append(wrap);
    return row;
  }

  async #remove(method: SavedCard): Promise<void> {
    const body = new URLSearchParams({ customer_session_client_secret: this.#secret });
    const answer = await this.#ask('POST', `/v1/elements/payment_methods/${method.id}/detach`, body);
    const error = answer['error'] as FrameError | undefined;
    if (!error) {
      this.#cards = this.#cards.filter(({ id }) => id !== method.id);
      this.draw();
      this.#host.onChange();
    }
    this.#host.onRemoved(told(method), error?.message);
  }
}

const told = ({ id, type, billing_details }: SavedCard): SavedMethod => ({ id, type, billing_details });
