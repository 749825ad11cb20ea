/** Stands in for `load-late.ts` where the element is one file for a script tag: the second file lies beside it. */
import type { Late } from './load-late.ts';

/** The build writes both: the file's name, and the hash without which a browser does not run it. */
declare const LATE_FILE: string;
declare const LATE_INTEGRITY: string;

const here = import.meta.url;
let tries = 0;

export async function loadLate(): Promise<Late> {
  const url = new URL(LATE_FILE, here);
  // Some browsers remember that a module could not be fetched.
  if (tries++) url.search = `${tries}`;
  const link = document.createElement('link');
  if (link.relList.supports('modulepreload')) {
    // An import cannot carry a hash; it takes what was preloaded with one.
    Object.assign(link, { rel: 'modulepreload', integrity: LATE_INTEGRITY, crossOrigin: 'anonymous' });
    await new Promise((resolve) => {
      for (const end of ['load', 'error']) link.addEventListener(end, resolve);
      link.href = url.href;
      document.head.append(link);
    });
    link.remove();
  }
  return import(/* @vite-ignore */ url.href) as Promise<Late>;
}
