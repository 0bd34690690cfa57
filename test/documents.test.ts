// What the documents say of the repository holds: links lead somewhere, names are names of things that are there.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };
import { commands } from '../src/commands/index.ts';
import { listHeadings, listInlineCode, readDocument, readProse, root } from './support/documents.ts';
import { readSources } from './support/imports.ts';

const documents = [
  'README.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'src/README.md',
  'rules/README.md',
  'test/README.md',
];
const readme = readDocument('README.md');

describe.each(documents)('%s', (path) => {
  const text = readDocument(path);
  const links = [...text.matchAll(/\]\((?!https:)([^)#]*)(?:#([^)]*))?\)/g)];

  test('links to what is there', () => {
    for (const [link, file = '', anchor] of links) {
      const target = file === '' ? path : join(dirname(path), file);
      expect(existsSync(join(root, target)), link).toBe(true);
      if (anchor !== undefined) expect(listHeadings(readDocument(target)).map(toAnchor)).toContain(anchor);
    }
  });

  test('names npm scripts there are', () => {
    const named = [...text.matchAll(/npm run ([\w:]+)/g)].map(([, script]) => script!);
    expect(Object.keys(packageJson.scripts)).toEqual(expect.arrayContaining(named));
  });
});

/** As the hosts make anchors of headings. */
function toAnchor(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .replaceAll(' ', '-');
}

test('a newcomer reads the first part of the README in five minutes, at 240 words each', () => {
  const words = readProse(readme.slice(0, readme.indexOf('\n# Reference\n'))).match(/[\w'.-]*\w/g)!;
  expect(words.length).toBeGreaterThan(500);
  expect(words.length).toBeLessThan(5 * 240);
});

test('errors that send their readers to the README name headings of it', () => {
  const named = readSources().flatMap(({ code }) =>
    [...code.matchAll(/README\.md, "([^"]+)"/g)].map(([, heading]) => heading!),
  );
  expect(named.length).toBeGreaterThan(1);
  expect(listHeadings(readme)).toEqual(expect.arrayContaining(named));
});

test.each(['SECURITY.md', 'src/README.md', 'test/README.md'])('%s names files that are there', (path) => {
  const named = listInlineCode(readDocument(path)).filter((code) =>
    /^\w[\w./-]*(?:\.(?:ts|mjs|toml|md|json)|\/)$/.test(code),
  );
  expect(named.length).toBeGreaterThan(8);
  const places = [dirname(path), '.'];
  expect(named.filter((name) => !places.some((place) => existsSync(join(root, place, name))))).toEqual([]);
});

test('the changelog tells of every command', () => {
  const told = listInlineCode(readDocument('CHANGELOG.md')).map((code) => code.split(' ')[0]);
  expect(told).toEqual(expect.arrayContaining(Object.keys(commands)));
});

test('the changelog tells of the version that is being made', () => {
  expect(readDocument('CHANGELOG.md')).toContain(packageJson.version);
});
