/** Numbers drawn on a page, and the piece of it that is shown, as a small WebP. */
import type { Page } from 'playwright-core';
import type { Landing } from './scenes.ts';

/** Of a picture, in bytes. */
const heaviest = 60_000;
const margin = 44; // px above and below what is numbered

export async function draw(page: Page, landings: Landing[], piece: 'whole' | 'numbered'): Promise<Buffer> {
  const drawn = landings.flatMap(({ number, boxes }) => boxes.map((box) => framed(box, number))).flat();
  const { width, height } = await page.evaluate((drawn) => {
    for (const { style, text } of drawn) {
      const element = document.createElement('div');
      element.textContent = text;
      Object.assign(element.style, { position: 'absolute', boxSizing: 'border-box', zIndex: '9' }, style);
      document.body.append(element);
    }
    const { scrollWidth, scrollHeight } = document.documentElement;
    return { width: scrollWidth, height: scrollHeight };
  }, drawn);
  const boxes = landings.flatMap((landing) => landing.boxes);
  const top = piece === 'whole' ? 0 : Math.max(0, Math.min(...boxes.map(({ y }) => y)) - margin);
  const bottom =
    piece === 'whole'
      ? height
      : Math.min(height, Math.max(...boxes.map((box) => box.y + box.height)) + margin);
  const png = await page.screenshot({
    fullPage: true,
    animations: 'disabled',
    caret: 'hide',
    clip: { x: 0, y: top, width, height: bottom - top },
  });
  return toWebp(page, png);
}

const colour = '#b3123f';
const size = 22; // px, of a number's disc

/** A frame around what is numbered, and the number on its corner. */
function framed({ x, y, width, height }: Landing['boxes'][number], number: number) {
  const frame = {
    left: `${x - 2}px`,
    top: `${y - 2}px`,
    width: `${width + 4}px`,
    height: `${height + 4}px`,
    border: `2px solid ${colour}`,
    borderRadius: '6px',
  };
  const disc = {
    left: `${Math.max(1, x - size - 2)}px`,
    top: `${y - size / 2 - 2}px`,
    width: `${size}px`,
    borderRadius: '50%',
    background: colour,
    color: '#fff',
    boxShadow: '0 0 0 2px #fff',
    font: `700 14px/${size}px sans-serif`,
    textAlign: 'center',
  };
  return [
    { style: frame, text: '' },
    { style: disc, text: String(number) },
  ];
}

/** By the browser that took it, which needs no library. */
async function toWebp(page: Page, png: Buffer): Promise<Buffer> {
  const blank = await page.context().newPage();
  const webp = await blank.evaluate(
    async ({ source, most }) => {
      const image = await createImageBitmap(
        new Blob([Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0))]),
      );
      const canvas = new OffscreenCanvas(image.width, image.height);
      canvas.getContext('2d')?.drawImage(image, 0, 0);
      let made = new Blob();
      // 1 keeps every pixel, which for letters on plain ground is often the smallest too.
      for (const quality of [1, 0.8, 0.7, 0.6, 0.5, 0.4]) {
        made = await canvas.convertToBlob({ type: 'image/webp', quality });
        if (made.size <= most) break;
      }
      let text = '';
      for (const byte of new Uint8Array(await made.arrayBuffer())) text += String.fromCharCode(byte);
      return btoa(text);
    },
    { source: png.toString('base64'), most: heaviest },
  );
  await blank.close();
  return Buffer.from(webp, 'base64');
}
