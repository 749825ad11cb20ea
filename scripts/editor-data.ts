/** What editors know of the element, out of its manifest: completion and words for VS Code and for JetBrains' editors. */
import { readFile, writeFile } from 'node:fs/promises';
import { projectRoot } from './paths.ts';

/** How the manifest is made. */
export const manifestConfig = 'scripts/custom-elements-manifest.config.mjs';

interface Named {
  name: string;
  description?: string;
}
interface Attribute extends Named {
  type?: { text: string };
  default?: string;
  fieldName?: string;
}
export interface ElementDeclaration {
  customElement?: true;
  tagName: string;
  description?: string;
  summary?: string;
  attributes: Attribute[];
  events: (Named & { type?: { text: string } })[];
  slots: Named[];
  cssParts: Named[];
  cssProperties: Named[];
}

export async function readElement(manifestFile: string): Promise<ElementDeclaration> {
  const manifest = JSON.parse(await readFile(manifestFile, 'utf8')) as {
    modules: { declarations: ElementDeclaration[] }[];
  };
  const found = manifest.modules
    .flatMap(({ declarations }) => declarations)
    .find((each) => each.customElement);
  if (!found?.tagName) throw new Error(`${manifestFile} describes no element`);
  return found;
}

/** 'auto' | 'light' → auto, light */
const choices = ({ type }: Attribute) =>
  [...(type?.text.matchAll(/'([^']+)'/g) ?? [])].map(([, name = '']) => name);

/** https://github.com/microsoft/vscode-custom-data */
export function htmlCustomData({ tagName, summary, attributes }: ElementDeclaration) {
  return {
    version: 1.1,
    tags: [
      {
        name: tagName,
        description: summary,
        attributes: attributes.map((attribute) => ({
          name: attribute.name,
          description: attribute.description ?? '',
          ...(choices(attribute).length > 0 && { values: choices(attribute).map((name) => ({ name })) }),
          ...(attribute.type?.text === 'boolean' && { valueSet: 'v' }),
        })),
      },
    ],
  };
}

/** https://github.com/JetBrains/web-types */
export function webTypes(element: ElementDeclaration, version: string) {
  const named = ({ name, description = '' }: Named) => ({ name, description });
  return {
    $schema: 'https://json.schemastore.org/web-types',
    name: 'secure-checkout',
    version,
    'description-markup': 'markdown',
    contributions: {
      html: {
        elements: [
          {
            name: element.tagName,
            description: element.summary,
            attributes: element.attributes.map((attribute) => ({
              ...named(attribute),
              value:
                attribute.type?.text === 'boolean'
                  ? { kind: 'no-value', type: 'boolean' }
                  : {
                      type:
                        choices(attribute)
                          .map((name) => `'${name}'`)
                          .join(' | ') || 'string',
                    },
            })),
            slots: element.slots.map(named),
            js: { events: element.events.map(named) },
            css: { parts: element.cssParts.map(named), properties: element.cssProperties.map(named) },
          },
        ],
      },
    },
  };
}

export async function writeEditorData(): Promise<void> {
  const dist = `${projectRoot}/dist`;
  const element = await readElement(`${dist}/custom-elements.json`);
  const { version } = JSON.parse(await readFile(`${projectRoot}/package.json`, 'utf8')) as {
    version: string;
  };
  const write = (name: string, value: object) =>
    writeFile(`${dist}/${name}`, JSON.stringify(value, null, 2) + '\n');
  await Promise.all([
    write('html-custom-data.json', htmlCustomData(element)),
    write('web-types.json', webTypes(element, version)),
  ]);
}
