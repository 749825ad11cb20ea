/** The packed Chromium with the packed fonts and nothing of the machine's own, so that a pixel means the same everywhere. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type Browser } from 'playwright-core';

export async function launchFixedBrowser(): Promise<Browser> {
  process.env['BUNDLED_CHROME'] = '1';
  const { resolveBrowser } = await import('../helpers/browser.ts');
  const { executablePath, args, env } = await resolveBrowser();
  const home = await mkdtemp(join(tmpdir(), 'fixed-fonts-'));
  const japanese = join(dirname(createRequire(import.meta.url).resolve('@embedpdf/fonts-jp')), '../fonts');
  const alias = (family: string) =>
    `<alias binding="same"><family>${family}</family><prefer><family>Noto Sans JP</family></prefer></alias>`;
  await writeFile(
    join(home, 'fonts.conf'),
    `<?xml version="1.0"?><fontconfig><dir>${japanese}</dir><cachedir>${home}</cachedir>
      ${['sans-serif', 'serif', 'monospace', 'system-ui'].map(alias).join('')}</fontconfig>`,
  );
  const browser = await chromium.launch({
    executablePath,
    args: [...args, '--font-render-hinting=none', '--disable-lcd-text', '--force-color-profile=srgb'],
    env: { ...env, FONTCONFIG_FILE: join(home, 'fonts.conf') },
  });
  browser.once('disconnected', () => void rm(home, { recursive: true, force: true }));
  return browser;
}
