import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome';
import { tsImport } from 'tsx/esm/api';
import chromium from './web-test-runner.config.mjs';

// The same tests in the two other engines; which of them are here, scripts/test-browsers.ts has found out.
const { webkitLauncher } = await tsImport('./test/helpers/webkit-launcher.ts', import.meta.url);

const launchers = {
  firefox: () =>
    chromeLauncher({
      puppeteer: puppeteerCore,
      launchOptions: { browser: 'firefox', executablePath: process.env.FIREFOX_PATH, headless: true },
      concurrency: 1,
    }),
  webkit: webkitLauncher,
};

export default {
  ...chromium,
  // What needs Chromium's own tools says so in its name.
  files: [...chromium.files, '!test/component/**/*.chromium.test.ts'],
  // The first page waits for a browser that has just been installed to make itself at home.
  browserStartTimeout: 120_000,
  testsStartTimeout: 60_000,
  browsers: process.env.TEST_BROWSERS.split(',').map((name) => launchers[name]()),
};
