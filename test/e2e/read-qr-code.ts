import jsQR from 'jsqr';
import type { Locator } from 'playwright-core';

/** What a camera would read off the screen. A blank page turns the picture into pixels. */
export async function readQrCode(code: Locator): Promise<string | undefined> {
  const picture = (await code.screenshot()).toString('base64');
  const blank = await code.page().context().newPage();
  const { pixels, width, height } = await blank.evaluate(async (png) => {
    const image = new Image();
    image.src = `data:image/png;base64,${png}`;
    await image.decode();
    const { naturalWidth: width, naturalHeight: height } = image;
    const context = new OffscreenCanvas(width, height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    return { pixels: [...context.getImageData(0, 0, width, height).data], width, height };
  }, picture);
  await blank.close();
  return jsQR(new Uint8ClampedArray(pixels), width, height)?.data;
}
