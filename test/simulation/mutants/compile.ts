/** The simulation as one file, with a mutant's change in it. */
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { atItsPlace } from '../../../scripts/compile.ts';
import { projectRoot } from '../../../scripts/paths.ts';
import { mutate, type Mutant } from './mutants.ts';

const folder = `${projectRoot}/node_modules/.cache/secure-checkout/mutants`;

/** The program's path. Left out: the simulation of the code as it is. */
export async function compileMutant(name: string, mutant?: Mutant): Promise<string> {
  await mkdir(folder, { recursive: true });
  const outfile = `${folder}/${name}.mjs`;
  let changed = false;
  await build({
    absWorkingDir: projectRoot,
    entryPoints: [fileURLToPath(new URL('hunt.ts', import.meta.url))],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // The package's list of side effects is the element's; here an import for its effect is meant.
    ignoreAnnotations: true,
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutant',
        setup({ onLoad }) {
          onLoad({ filter: /\.ts$/ }, async ({ path }) => {
            const source = await readFile(path, 'utf8');
            const isIts = mutant !== undefined && path === `${projectRoot}/${mutant.file}`;
            changed ||= isIts;
            return { contents: atItsPlace(isIts ? mutate(source, mutant) : source, path), loader: 'ts' };
          });
        },
      },
    ],
  });
  if (mutant && !changed) throw new Error(`"${mutant.leftOut}": the simulation does not use ${mutant.file}`);
  return outfile;
}
