// What fuzzing broke once stays mended, and the targets themselves are at work: each runs some cases here, and many in `npm run fuzz`.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

import { createDice } from './dice.ts';
import { shrink } from './shrink.ts';
import { targets } from './targets/index.ts';

const CORPUS = 'test/corpus/hostile';
const CASE_COUNT = 25;

describe.each([...targets.values()].map((target) => [target.name, target] as const))('%s', (name, target) => {
  const folder = `${CORPUS}/${name}`;
  const kept = existsSync(folder) ? readdirSync(folder).sort() : [];

  test.runIf(kept.length > 0).each(kept)('holds against %s', async (file) => {
    await target.check(readFileSync(`${folder}/${file}`));
  });

  test('makes the same case of the same seed, and holds against some', async () => {
    for (let number = 0; number < CASE_COUNT; number++) {
      const input = target.make(createDice(`suite ${number}`));
      expect(target.make(createDice(`suite ${number}`)).equals(input)).toBe(true);
      await target.check(input);
    }
  });
});

test('every kept case belongs to a target and has a name', () => {
  const folders = existsSync(CORPUS) ? readdirSync(CORPUS) : [];
  expect(folders.filter((folder) => !targets.has(folder))).toEqual([]);
  const files = folders.flatMap((folder) => readdirSync(`${CORPUS}/${folder}`));
  expect(files.filter((file) => file.startsWith('unnamed'))).toEqual([]);
});

test('a broken case is shrunk to what breaks it', async () => {
  const smallest = await shrink(Buffer.from('some text with a \0 in it'), async (bytes) => bytes.includes(0));
  expect([...smallest]).toEqual([0]);
});
