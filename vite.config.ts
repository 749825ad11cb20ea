import { defineConfig, type UserConfig } from 'vite';
import { minifyTemplates } from './scripts/minify-templates.ts';

const resolve = (path: string) => new URL(path, import.meta.url).pathname;

/** For npm: ES modules, dependencies left to the host's bundler, shared code in chunks. */
const modules: UserConfig = {
  build: {
    outDir: 'dist',
    emptyOutDir: false,
    target: 'es2022',
    minify: false,
    sourcemap: true,
    lib: {
      entry: {
        index: resolve('src/index.ts'),
        define: resolve('src/define.ts'),
        'testing/index': resolve('src/testing/index.ts'),
        'types-only': resolve('src/jsx/types-only.ts'),
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^lit(\/|$)/, /^@lit\//, /^@stripe\/stripe-js(\/|$)/],
      output: { chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
};

/** For a script tag: one minified file with Lit and the Stripe loader inside, and the second file that it fetches. */
const script = (entry: string, fileName: string, postBanner = ''): UserConfig => ({
  plugins: [minifyTemplates()],
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: false,
    target: 'es2022',
    minify: true,
    sourcemap: false,
    lib: { entry: resolve(entry), formats: ['es'] },
    rolldownOptions: {
      output: { entryFileNames: fileName, codeSplitting: false, minify: true, postBanner },
    },
  },
});

/**
 * Asks a browser to compile every function while the file is still coming, beside the page's own work, and not one by one
 * before the first picture. Nearly all of them are called by then.
 */
const compileEarly = '//# allFunctionsCalledOnLoad';

const cdn: UserConfig = {
  ...script('src/define.ts', 'secure-checkout.min.js', compileEarly),
  resolve: {
    alias: [
      { find: /^\.\.\/load-late\.ts$/, replacement: resolve('src/load-late.cdn.ts') },
      { find: 'lit/decorators.js', replacement: resolve('scripts/legacy-decorators.ts') },
      { find: /^lit$/, replacement: resolve('src/lit.cdn.ts') },
    ],
  },
};
const late = script('src/late.ts', 'secure-checkout.late-[hash].js');

/** The merchant's console: one file that the server serves, with Lit inside. */
const console: UserConfig = {
  plugins: [minifyTemplates()],
  build: {
    outDir: 'dist/console',
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    lib: { entry: resolve('server-stub/admin/web/main.ts'), formats: ['es'] },
    rolldownOptions: { output: { entryFileNames: 'console.js', codeSplitting: false, minify: true } },
  },
};

/** What pages of the demo run: the preview pages beside the element, the playground around the whole shop. */
const demo = (name: 'preview' | 'playground', entry: string): UserConfig => ({
  build: {
    outDir: `dist/${name}`,
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    lib: { entry: resolve(entry), formats: ['es'] },
    rolldownOptions: { output: { entryFileNames: `${name}.js`, codeSplitting: false, minify: true } },
  },
});

const configs: Record<string, UserConfig> = {
  cdn,
  'cdn-late': late,
  console,
  preview: demo('preview', 'demo/web/main.ts'),
  playground: demo('playground', 'demo/web/playground/main.ts'),
};

export default defineConfig(({ mode }) => ({
  logLevel: 'warn',
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  ...(configs[mode] ?? modules),
}));
