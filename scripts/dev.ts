import { watch } from 'node:fs';
import { compileChanged } from './compile.ts';
import { buildElement, startShop } from './shop.ts';
import { loadDotEnv, runUntilEnded } from './process-life.ts';
import { projectRoot } from './paths.ts';

const settleAfter = 100; // ms; editors save in several steps

/** `npm run dev`: as `npm start`, and what changed is built or started again. */
loadDotEnv();
await runUntilEnded(async () => {
  const shop = await startShop(process.env, compileChanged);
  onChange('src', () => void buildElement().catch((error: Error) => console.error(error.message)));
  onChange('src/shared', shop.server.restart);
  onChange('demo', shop.server.restart);
  onChange('server-stub', (path) =>
    path.startsWith('fake-stripe') ? shop.fake?.restart() : shop.server.restart(),
  );
  return shop;
});

function onChange(folder: string, act: (path: string) => void): void {
  let timer: NodeJS.Timeout | undefined;
  watch(`${projectRoot}/${folder}`, { recursive: true }, (_event, path) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(path ?? ''), settleAfter);
  });
}
