/** The snippets as they stand in the documents, each made into a page by the framework's own compiler. */
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { build, type Loader, type Plugin } from 'esbuild';
import { projectRoot } from '../../../../scripts/paths.ts';

export interface Framework {
  name: string;
  /** Heading in the documents. */
  heading: string;
  file: string;
  /** Puts the snippet's component into `#app`, and `window.show(props)` draws it again. */
  mount: string;
}

export const frameworks: Framework[] = [
  {
    name: 'React',
    heading: 'React 19',
    file: 'payment.jsx',
    mount: `
      import { createElement } from 'react';
      import { createRoot } from 'react-dom/client';
      import { flushSync } from 'react-dom';
      import { Payment } from 'snippet';
      const root = createRoot(document.querySelector('#app'));
      window.show = ({ onpaid, ...props }) =>
        flushSync(() => root.render(createElement(Payment, { ...props, onPaid: onpaid })));
      window.leave = () => root.unmount();`,
  },
  {
    name: 'Vue',
    heading: 'Vue 3',
    file: 'payment.vue',
    mount: `
      import { createApp, h, nextTick, reactive } from 'vue';
      import Payment from 'snippet';
      const props = reactive({});
      const app = createApp({ render: () => h(Payment, { ...props }) });
      window.show = ({ onpaid, ...next }) => {
        Object.assign(props, next, { onPaid: onpaid });
        if (!app._container) app.mount('#app');
        return nextTick();
      };
      window.leave = () => app.unmount();`,
  },
  {
    name: 'Svelte',
    heading: 'Svelte 5',
    file: 'payment.svelte',
    mount: `
      import { flushSync, mount, unmount } from 'svelte';
      import Payment from 'snippet';
      import { writableProps } from './props.svelte.js';
      const props = writableProps();
      let app;
      window.show = (next) => {
        Object.assign(props, next);
        app ??= mount(Payment, { target: document.querySelector('#app'), props });
        flushSync();
      };
      window.leave = () => unmount(app);`,
  },
  {
    name: 'Angular',
    heading: 'Angular 20',
    file: 'payment.ts',
    mount: `
      import '@angular/compiler';
      import { createComponent, inputBinding, outputBinding, provideZonelessChangeDetection, signal } from '@angular/core';
      import { createApplication } from '@angular/platform-browser';
      import { Payment } from 'snippet';
      const props = signal({});
      let app, component;
      window.show = async (next) => {
        props.set({ ...props(), ...next });
        app ??= await createApplication({ providers: [provideZonelessChangeDetection()] });
        if (!component) {
          component = createComponent(Payment, {
            environmentInjector: app.injector,
            hostElement: document.querySelector('#app'),
            bindings: [
              ...['endpoint', 'token', 'email', 'renewToken'].map((name) => inputBinding(name, () => props()[name])),
              outputBinding('paid', (order) => props().onpaid(order)),
            ],
          });
          app.attachView(component.hostView);
        }
        await app.whenStable();
      };
      window.leave = () => component.destroy();`,
  },
];

/** The only fenced block under a heading. */
export async function snippetOf(document: string, heading: string): Promise<string> {
  const text = await readFile(document, 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(`${heading}\n`));
  const blocks = [...(section ?? '').matchAll(/^```\w+\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '');
  if (blocks.length !== 1) throw new Error(`${document}, "${heading}": ${blocks.length} snippets`);
  return blocks[0] ?? '';
}

export async function bundleFramework(framework: Framework): Promise<string> {
  const snippet = await snippetOf('docs/integration.md', framework.heading);
  return bundle(framework.mount, [snippetPlugin(framework.file, snippet)]);
}

export const bundleStage = async (): Promise<string> =>
  bundle(await readFile(new URL('stage.ts', import.meta.url), 'utf8'), [], import.meta.dirname);

async function bundle(contents: string, plugins: Plugin[], resolveDir = projectRoot): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir, sourcefile: 'host.ts', loader: 'ts' },
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    logLevel: 'silent',
    alias: { 'secure-checkout/define': `${projectRoot}/src/define.ts` },
    define: {
      'process.env.NODE_ENV': '"production"',
      __VUE_OPTIONS_API__: 'true',
      __VUE_PROD_DEVTOOLS__: 'false',
      __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: 'false',
    },
    conditions: ['browser', 'svelte'],
    tsconfigRaw: { compilerOptions: { experimentalDecorators: true, useDefineForClassFields: false } },
    plugins,
  });
  return outputFiles[0]?.text ?? '';
}

/** Compilers are asked for by name, so that only these tests need them. */
const load = createRequire(import.meta.url);

function snippetPlugin(file: string, snippet: string): Plugin {
  const extension = file.slice(file.lastIndexOf('.') + 1);
  const compilers: Record<string, typeof compileVue> = { vue: compileVue, svelte: compileSvelte };
  const contents = compilers[extension]?.(file, snippet) ?? snippet;
  const loader = ({ jsx: 'jsx', ts: 'ts' } as Record<string, Loader>)[extension] ?? 'js';
  return {
    name: 'snippet',
    setup(plugin) {
      plugin.onResolve({ filter: /^snippet$/ }, () => ({ path: file, namespace: 'snippet' }));
      plugin.onLoad({ filter: /.*/, namespace: 'snippet' }, () => ({
        contents,
        loader,
        resolveDir: projectRoot,
      }));
      plugin.onResolve({ filter: /props\.svelte\.js$/ }, () => ({ path: 'props', namespace: 'props' }));
      plugin.onLoad({ filter: /.*/, namespace: 'props' }, () => ({
        contents: load('svelte/compiler').compileModule(
          'export const writableProps = () => { const props = $state({}); return props; };',
          { generate: 'client', filename: 'props.svelte.js' },
        ).js.code as string,
        resolveDir: projectRoot,
      }));
    },
  };
}

function compileVue(file: string, source: string): string {
  const { compileScript, parse } = load('vue/compiler-sfc');
  const { descriptor } = parse(source, { filename: file });
  return compileScript(descriptor, {
    id: 'payment',
    inlineTemplate: true,
    templateOptions: { compilerOptions: { isCustomElement: (tag: string) => tag === 'secure-checkout' } },
  }).content as string;
}

function compileSvelte(file: string, source: string): string {
  return load('svelte/compiler').compile(source, { generate: 'client', filename: file, dev: false }).js
    .code as string;
}
