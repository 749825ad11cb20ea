/** What a shop's compiler says: the valid files pass, and each marked line of the invalid ones is refused as marked. */
import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../types', import.meta.url));
const { config } = ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path));
const { options, fileNames } = ts.parseJsonConfigFileContent(config, ts.sys, folder);

function complaints(): Map<string, string[]> {
  const found = new Map<string, string[]>(fileNames.map((name) => [name, []]));
  const program = ts.createProgram(fileNames, options);
  for (const { file, start = 0, code } of ts.getPreEmitDiagnostics(program)) {
    const line = file && file.getLineAndCharacterOfPosition(start).line + 1;
    const name = file?.fileName ?? '';
    found.set(name, [...(found.get(name) ?? []), `${line}: TS${code}`]);
  }
  return found;
}

const marked = (name: string) =>
  readFileSync(name, 'utf8')
    .split('\n')
    .flatMap((text, index) => {
      const code = /\/\/ error (TS\d+)/.exec(text)?.[1];
      return code ? [`${index + 1}: ${code}`] : [];
    });

describe('the public types', () => {
  const found = complaints();

  it('has files of both kinds, and the compiler complains of nothing else', () => {
    for (const kind of ['valid', 'invalid'])
      expect(readdirSync(join(folder, kind)).length).toBeGreaterThan(4);
    expect([...found.keys()].toSorted()).toEqual(fileNames.toSorted());
    expect(fileNames).toHaveLength(10);
  });

  it.each(fileNames.map((name) => [`${basename(dirname(name))}/${basename(name)}`, name] as const))(
    '%s is taken as it should be',
    (shown, name) => {
      expect(found.get(name)).toEqual(marked(name));
      expect(marked(name).length > 0).toBe(shown.startsWith('invalid/'));
    },
  );
});
