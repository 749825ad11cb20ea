/** The pictures of where each wording lands, the fields and the set-up guides say the same. */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { numbers, pictureFile, pictures, type Picture } from '../../server-stub/admin/web/places.ts';
import { describePicture, wordingsWords } from '../../server-stub/admin/web/words/wordings.ts';
import { settingsSchema } from '../../server-stub/settings/settings.ts';
import { defaultWords } from '../picture/default-words.ts';

const folder = '../../server-stub/admin/web/pictures/';
const read = (path: string) => readFile(new URL(path, import.meta.url));
const made = JSON.parse(String(await read(`${folder}made.json`))) as Record<
  string,
  { sha256: string; shown: { number: number; words: string }[] }
>;
const all = (Object.keys(pictures) as Picture[]).flatMap((picture) =>
  (['ja', 'en'] as const).map((lang) => ({ picture, lang, file: pictureFile(picture, lang) })),
);
const placeOf = (number: number) =>
  (Object.keys(numbers) as (keyof typeof numbers)[]).find((place) => numbers[place] === number) ?? 'name';

it('every text of the settings has one number of its own, and stands in a picture', () => {
  const texts = Object.keys(settingsSchema.shape.wordings.unwrap().shape);
  expect(new Set(Object.keys(numbers))).toEqual(new Set([...texts, 'brandMarks']));
  expect(Object.values(numbers)).toEqual(Object.keys(numbers).map((_, at) => at + 1));
  expect(new Set(Object.values(pictures).flat())).toEqual(new Set(Object.keys(numbers)));
  expect(Object.keys(made).toSorted()).toEqual(all.map(({ file }) => file).toSorted());
});

describe.each(all)('$file', ({ picture, lang, file }) => {
  const { sha256, shown } = made[file] ?? { sha256: '', shown: [] };

  it('was made in one go with what is written beside it, and weighs at most 60 kB', async () => {
    const image = await read(folder + file);
    expect(createHash('sha256').update(image).digest('hex')).toBe(sha256);
    expect(image.length).toBeLessThanOrEqual(60_000);
  });

  it('shows the numbers in the order of the table, at the texts that a shop begins with', () => {
    expect(shown.map(({ number }) => number)).toEqual(pictures[picture].map((place) => numbers[place]));
    for (const { number, words } of shown) expect(words).toContain(defaultWords(placeOf(number), lang));
  });

  it('stands in the set-up guide under the numbers and names of the fields', async () => {
    const guide = String(await read(`../../docs/setup.${lang}.md`));
    expect(guide).toContain(
      `![${describePicture(lang, picture)}](../server-stub/admin/web/pictures/${file})`,
    );
    for (const place of pictures[picture]) {
      const { fields } = wordingsWords[lang];
      expect(guide).toMatch(
        new RegExp(`^\\| ${numbers[place]} +\\| ${escapeRegExp(fields[place][0])} +\\|`, 'm'),
      );
    }
  });
});

const escapeRegExp = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
