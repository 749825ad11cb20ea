import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { readFile } from 'node:fs/promises';
import { cdnFile, projectRoot } from './paths.ts';

export interface ElementSize {
  /** kB, gzip -9, of the file for a script tag. */
  element: number;
  /** kB, gzip -9, of Lit and the Stripe loader alone: what no card element built on them can be smaller than. */
  floor: number;
}

/** kB of the file that the first view waits for; a phone on a slow line pays for each. */
export const elementBudget = 15;

export async function measureElement(): Promise<ElementSize> {
  const [element, floor] = await Promise.all([readFile(cdnFile), buildFloor()]);
  return { element: compressedSize(element), floor: compressedSize(floor) };
}

async function buildFloor(): Promise<Uint8Array> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { LitElement, html, css } from 'lit';
        import { loadStripe } from '@stripe/stripe-js/pure';
        customElements.define('x-floor', class extends LitElement {
          static styles = css\`:host { display: block }\`;
          render() { loadStripe(''); return html\`<slot></slot>\`; }
        });`,
      resolveDir: projectRoot,
    },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    legalComments: 'none',
  });
  return outputFiles[0]?.contents ?? new Uint8Array();
}

function compressedSize(code: Uint8Array): number {
  return gzipSync(code, { level: 9 }).length / 1000;
}
