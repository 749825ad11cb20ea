import 'secure-checkout/svelte';
import 'secure-checkout/vue';
import type { SvelteHTMLElements } from 'svelte/elements';
import type { GlobalComponents } from 'vue';

export const svelte: SvelteHTMLElements['secure-checkout'] = {
  'card-saving': 'always', // error TS2322
};
type Vue = InstanceType<GlobalComponents['secure-checkout']>['$props'];
export const vue: Vue = {
  theme: 'sepia', // error TS2322
};
