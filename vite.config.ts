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
      },
      formats: ['es'],
    },
    rolldownOptions: {
      external: [/^lit(\/|$)/, /^@lit\//, /^@stripe\/stripe-js(\/|$)/],
      output: { chunkFileNames: 'chunks/[name]-[hash].js' },
    },
  },
};

/** For a script tag: one minified file with Lit and the Stripe loader inside. */
const cdn: UserConfig = {
  plugins: [minifyTemplates()],
  build: {
    outDir: 'dist/cdn',
    emptyOutDir: true,
    target: 'es2022',
    minify: true,
    sourcemap: false,
    lib: { entry: resolve('src/define.ts'), formats: ['es'], fileName: () => 'secure-checkout.min.js' },
    rolldownOptions: { output: { codeSplitting: false, minify: true } },
  },
};

export default defineConfig(({ mode }) => ({
  logLevel: 'warn',
  publicDir: false,
  define: { 'process.env.NODE_ENV': '"production"' },
  ...(mode === 'cdn' ? cdn : modules),
}));
