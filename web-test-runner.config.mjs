import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { esbuildPlugin } from '@web/dev-server-esbuild';
import { defaultReporter } from '@web/test-runner';
import { chromeLauncher } from '@web/test-runner-chrome';
import { tsImport } from 'tsx/esm/api';

// Web Test Runner loads its configuration as plain JavaScript; the helpers it shares with the other tests are TypeScript.
const { resolveBrowser } = await tsImport('./test/helpers/browser.ts', import.meta.url);
const { devtools } = await tsImport('./test/helpers/wtr-devtools.ts', import.meta.url);
const { strictPage } = await tsImport('./test/helpers/wtr-strict-page.ts', import.meta.url);
const { countReporter } = await tsImport('./test/helpers/wtr-count-reporter.ts', import.meta.url);

const mockServiceWorker = createRequire(import.meta.url).resolve('msw/mockServiceWorker.js');

// A page that was loaded while another one's worker was being installed belongs to none, and msw would load it again.
const claimOnRequest = `
addEventListener('message', (event) => event.data === 'claim' && event.waitUntil(self.clients.claim()));`;

export default {
  rootDir: fileURLToPath(new URL('.', import.meta.url)),
  files: ['test/component/**/*.test.ts'],
  nodeResolve: { exportConditions: ['browser', 'development'] },
  browsers: [chromeLauncher({ launchOptions: await resolveBrowser() })],
  // Pages of one origin hear of each other's payments, as a shopper's tabs do: one at a time.
  concurrency: 1,
  plugins: [
    devtools(),
    strictPage(),
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('./tsconfig.json', import.meta.url)),
    }),
    {
      // A service worker must come from the page's own origin, at a path above what it watches.
      name: 'mock-service-worker',
      async serve({ path }) {
        if (path !== '/mockServiceWorker.js') return undefined;
        return { body: (await readFile(mockServiceWorker, 'utf8')) + claimOnRequest, type: 'js' };
      },
    },
  ],
  reporters: [defaultReporter({ reportTestResults: true, reportTestProgress: false }), countReporter()],
  testFramework: { config: { timeout: 10_000 } },
};
