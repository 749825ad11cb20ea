import 'secure-checkout/svelte';
import 'secure-checkout/vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

export const svelte: SvelteHTMLElements['secure-checkout'] = {
  class: 'pay',
  endpoint: 'https://pay.shop.example',
  'card-saving': 'optional',
  'oncheckout-complete': (event) => console.log(event.orderId),
};

type Vue = InstanceType<GlobalComponents['secure-checkout']>['$props'];
export const vue: Vue = {
  class: 'pay',
  endpoint: 'https://pay.shop.example',
  'card-saving': 'optional',
  onCheckoutComplete: (event) => console.log(event.orderId),
};
