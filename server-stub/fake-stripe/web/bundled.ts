import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** A browser script made from its TypeScript at the first request, and again only if that failed. */
export function bundled(
  entry: URL,
  define: () => Record<string, string> = () => ({}),
): () => Promise<string> {
  let made: Promise<string> | undefined;
  return () =>
    (made ??= bundle(fileURLToPath(entry), define()).catch((error: unknown) => {
      made = undefined;
      throw error;
    }));
}

async function bundle(entry: string, define: Record<string, string>): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    define,
  });
  return outputFiles[0]?.text ?? '';
}
