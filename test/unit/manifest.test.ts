/** The manifest is what editors and documents know of the element, so it has to say what the element does. */
import { execFile } from 'node:child_process';
import { mkdtemp, mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  htmlCustomData,
  manifestConfig,
  readElement,
  webTypes,
  type ElementDeclaration,
} from '../../scripts/editor-data.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const cache = join(root, 'node_modules/.cache');
let folder: string;
let element: ElementDeclaration;
let source: string;

beforeAll(async () => {
  await mkdir(cache, { recursive: true });
  folder = await mkdtemp(join(cache, 'manifest-'));
  const cem = join(root, 'node_modules/.bin/cem');
  const to = ['--config', manifestConfig, '--outdir', relative(root, folder), '--quiet'];
  await promisify(execFile)(cem, ['analyze', ...to], { cwd: root });
  element = await readElement(join(folder, 'custom-elements.json'));
  const files = await readdir(join(root, 'src'), { recursive: true });
  const code = files.filter((file) => /^(element|stripe)\/.*\.ts$/.test(file));
  source = (await Promise.all(code.map((file) => readFile(join(root, 'src', file), 'utf8')))).join('\n');
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));

const names = (list: { name: string }[]) => list.map(({ name }) => name).toSorted();
const all = (pattern: RegExp) =>
  [...new Set([...source.matchAll(pattern)].map(([, name = '']) => name))].toSorted();

it('every event that is sent is described, and no other', () => {
  const sent = [...all(/super\('(checkout-[a-z-]+)'/g), 'checkout-action-start', 'checkout-action-end'];
  expect(names(element.events)).toEqual(sent.toSorted());
});

it('every part that is drawn is described, and no other', () => {
  const drawn = [...all(/ part="([a-z-]+)"/g), ...all(/quietly\('([a-z-]+)'/g)];
  expect(names(element.cssParts)).toEqual([...new Set(drawn)].toSorted());
});

it('every slot that is there is described, and no other', () => {
  const there = [...all(/<slot name="([a-z-]+)"/g), ...all(/slot\[?="(config)"/g), 'conflict', 'success', ''];
  expect(names(element.slots)).toEqual([...new Set(there)].toSorted());
});

it('every custom property that is read is described, and no other', () => {
  const read = [
    ...all(/var\((--checkout-[a-z-]+)/g),
    ...all(/: '(color-[a-z-]+)',/g).map((name) => `--checkout-${name}`),
  ];
  expect(names(element.cssProperties)).toEqual([...new Set(read)].toSorted());
});

it('everything in it has words', () => {
  const { events, cssParts, slots, cssProperties, attributes } = element;
  const silent = [...events, ...cssParts, ...slots, ...cssProperties, ...attributes]
    .filter(({ name, description }) => !description && name !== 'lang')
    .map(({ name }) => name);
  expect(silent).toEqual([]);
});

it('an editor offers the attributes, and the values of those that have a list', () => {
  const [tag] = htmlCustomData(element).tags;
  const theme = tag?.attributes.find(({ name }) => name === 'theme');
  expect(tag?.name).toBe('secure-checkout');
  expect(theme).toMatchObject({ values: [{ name: 'auto' }, { name: 'light' }, { name: 'dark' }] });
  expect(names(tag?.attributes ?? [])).toEqual(names(element.attributes));
  const [known] = webTypes(element, '1.0.0').contributions.html.elements;
  expect(known?.js.events).toHaveLength(element.events.length);
  expect(known?.attributes.find(({ name }) => name === 'disabled')?.value.kind).toBe('no-value');
});
