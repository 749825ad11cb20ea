import { html, type TemplateResult } from 'lit';
import type { OrderMoney } from '../../../store/schema.ts';
import type { Model } from '../model.ts';
import { moneyTone, moneyWords } from '../words/money.ts';

export const moneyChip = (money: OrderMoney, { lang }: Pick<Model, 'lang'>): TemplateResult =>
  html`<span class="chip" data-tone=${moneyTone[money]}>${moneyWords[lang][money]}</span>`;
