/** Two pictures, pixel by pixel, in the browser that took them. */
import type { Page } from 'playwright-core';

export interface Difference {
  pixels: number;
  /** PNG: what is the same is pale, what is not is red. */
  picture: Buffer;
}

/** A channel may differ by this without anybody seeing it, of 255. */
const tolerance = 24;

export async function compare(page: Page, before: Buffer, after: Buffer): Promise<Difference> {
  const { pixels, picture } = await page.evaluate(
    async ({ sources, tolerance }) => {
      const images = await Promise.all(
        sources.map(async (source) =>
          createImageBitmap(new Blob([Uint8Array.from(atob(source), (letter) => letter.charCodeAt(0))])),
        ),
      );
      const width = Math.max(...images.map((image) => image.width));
      const height = Math.max(...images.map((image) => image.height));
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d', { willReadFrequently: true })!;
      const [one, other] = images.map((image) => {
        context.clearRect(0, 0, width, height);
        context.drawImage(image, 0, 0);
        return context.getImageData(0, 0, width, height);
      }) as [ImageData, ImageData];
      let pixels = 0;
      for (let at = 0; at < one.data.length; at += 4) {
        const differs = [0, 1, 2, 3].some(
          (channel) => Math.abs((one.data[at + channel] ?? 0) - (other.data[at + channel] ?? 0)) > tolerance,
        );
        if (differs) pixels++;
        const pale = 255 - (255 - ((other.data[at] ?? 0) + (other.data[at + 1] ?? 0)) / 2) / 5;
        one.data.set(differs ? [220, 0, 0, 255] : [pale, pale, pale, 255], at);
      }
      context.putImageData(one, 0, 0);
      const bytes = new Uint8Array(await (await canvas.convertToBlob()).arrayBuffer());
      let text = '';
      for (const byte of bytes) text += String.fromCharCode(byte);
      return { pixels, picture: btoa(text) };
    },
    { sources: [before.toString('base64'), after.toString('base64')], tolerance },
  );
  return { pixels, picture: Buffer.from(picture, 'base64') };
}
