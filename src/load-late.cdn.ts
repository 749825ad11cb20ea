/** Stands in for `load-late.ts` where the element is one file for a script tag: the second file lies beside it. */
import type { Late } from './load-late.ts';

/** The build writes both: the file's name, and the hash without which a browser does not run it. */
declare const LATE_FILE: string;
declare const LATE_INTEGRITY: string;

const here = import.meta.url;
let failures = 0;
let loading: Promise<Late> | undefined;

/** By hand: a first `URL` weighs 12 kB of heap. */
const beside = (address: string, name: string) => address.replace(/[^/?#]*([?#].*)?$/, name);

/** One for all elements. */
export function loadLate(): Promise<Late> {
  return (loading ??= fetchLate().catch((error: unknown) => {
    failures++;
    loading = undefined;
    throw error;
  }));
}

async function fetchLate(): Promise<Late> {
  // Some browsers remember that a module could not be fetched.
  const url = beside(here, LATE_FILE) + (failures ? `?${failures}` : '');
  const link = document.createElement('link');
  if (link.relList.supports('modulepreload')) {
    // An import cannot carry a hash; it takes what was preloaded with one.
    Object.assign(link, { rel: 'modulepreload', integrity: LATE_INTEGRITY, crossOrigin: 'anonymous' });
    await new Promise((resolve) => {
      for (const end of ['load', 'error']) link.addEventListener(end, resolve);
      link.href = url;
      document.head.append(link);
    });
    link.remove();
  }
  return import(/* @vite-ignore */ url) as Promise<Late>;
}
