import { fileURLToPath } from 'node:url';

export const projectRoot = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
export const cdnFile = `${projectRoot}/dist/cdn/secure-checkout.min.js`;
