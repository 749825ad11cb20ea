import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
export const cdnFolder = `${projectRoot}/dist/cdn`;
export const cdnFile = `${cdnFolder}/secure-checkout.min.js`;
