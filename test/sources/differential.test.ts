// Git itself is the oracle: whatever it lists in a random work tree is what we list, through git and by walking.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isEnvironmentFileName } from '../../src/core/environment-file.ts';
import { list } from '../support/listing.ts';
import { type Repo, repo } from '../support/repo.ts';

const folderName = fc.constantFrom('a', 'b', 'build', 'C', 'x y', '.hidden', '[z]');
const fileName = fc.constantFrom(
  'a',
  'b.log',
  'c.tmp',
  '.env',
  'prod.env',
  'C',
  'line\nbreak',
  '*',
  '!x',
  '#y',
  'ü',
);
const depth = { maxLength: 3 };

const filePath = fc
  .tuple(fc.array(folderName, depth), fileName)
  .map(([folders, name]) => [...folders, name].join('/'));

const pattern = fc.oneof(
  fc.constantFrom(
    '/',
    '//',
    '!',
    '  ',
    '**a',
    'a**b',
    '?',
    '??',
    'ü',
    '[[:alpha:]]*',
    '*[',
    '[a-',
    '\\',
    '{a,b}',
    '.*',
    '!.*',
  ),
  fc.constantFrom('a/*', '!a/b', 'a/*/b.log', '**/build/**', '!**/build/', 'build/**/a', 'line*', '*break'),
  fc.constantFrom(
    '*',
    '*/',
    '!*/',
    '/*',
    '!/a',
    '**',
    'a/**',
    '**/b',
    'a/**/b.log',
    '# comment',
    '',
    '\\!x',
    '\\#y',
  ),
  fc.constantFrom(
    '[ab]',
    '[!a]*',
    '?',
    '*.log',
    '!*.log',
    '.env',
    '!.env',
    '*.env',
    'x\\ y',
    'C ',
    '\\[z\\]',
    '\\*',
  ),
  fc
    .tuple(
      fc.constantFrom('', '!'),
      fc.constantFrom('', '/'),
      folderName,
      fc.constantFrom('', '/', '/*', '/a'),
    )
    .map((parts) => parts.join('')),
);
const ruleFile = fc
  .tuple(fc.array(folderName, depth), fc.array(pattern, { minLength: 1, maxLength: 5 }))
  .map(([folders, patterns]) => [[...folders, '.gitignore'].join('/'), `${patterns.join('\n')}\n`] as const);

const tree = fc.record({
  paths: fc.uniqueArray(filePath, { minLength: 1, maxLength: 12 }),
  rules: fc.array(ruleFile, { maxLength: 4 }),
});

const parameters = { seed: 20_260_101, numRuns: 40 };

describe('a random work tree', () => {
  it('is listed through git as git lists it', async () => {
    await fc.assert(
      fc.asyncProperty(tree, fc.nat(), async ({ paths, rules }, choice) => {
        const place = plant(paths, rules);
        const tracked = readPaths(place, '-o').filter((_path, index) => (choice >> index) % 2 === 1);
        if (tracked.length > 0) place.git('--literal-pathspecs', 'add', '--force', '--', ...tracked);
        expect(await list(place.dir)).toMatchObject({ ...expected(place), problems: [] });
        place.remove();
      }),
      parameters,
    );
  });

  it('is listed by walking as git lists it', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async ({ paths, rules }) => {
        const place = plant(paths, rules);
        const walked = await list(place.dir, { usesGit: false });
        expect(walked).toMatchObject({ ...expected(place), problems: [] });
        place.remove();
      }),
      { ...parameters, numRuns: 120 },
    );
  });

  it('is listed in part as git lists the part', async () => {
    await fc.assert(
      fc.asyncProperty(tree, async ({ paths, rules }) => {
        const place = plant([...paths, 'a/b/kept'], rules);
        const whole = expected(place);
        const isInPart = (path: string) => path.startsWith('a/b/');
        // A folder that is ignored is listed as a whole when it is named.
        const isIgnored = !whole.paths.includes('a/b/kept');
        const ways = isIgnored ? [] : [{ usesGit: true }, { usesGit: false }];
        for (const way of ways) {
          expect(await list(place.path('a/b'), way)).toMatchObject({
            paths: whole.paths.filter(isInPart),
            ignoredPaths: whole.ignoredPaths.filter(isInPart),
            problems: [],
          });
        }
        place.remove();
      }),
      parameters,
    );
  });
});

/** A path whose folder is a file by then is left out. */
function plant(paths: readonly string[], rules: readonly (readonly [string, string])[]): Repo {
  const place = repo();
  const files = new Set<string>();
  for (const [path, content] of [...paths.map((path) => [path, path] as const), ...rules]) {
    const others = [...files].filter((other) => other !== path);
    if (others.some((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`))) continue;
    files.add(path);
    place.write({ [path]: content });
  }
  return place;
}

function readPaths(place: Repo, ...args: string[]): string[] {
  return place
    .git('ls-files', '-z', ...args)
    .split('\0')
    .filter(Boolean);
}

function expected(place: Repo) {
  const paths = readPaths(place, '-co', '--exclude-standard').sort();
  const isNamed = (path: string) => isEnvironmentFileName(path.slice(path.lastIndexOf('/') + 1));
  const ignoredPaths = readPaths(place, '-o')
    .filter((path) => isNamed(path) && !paths.includes(path))
    .sort();
  return { paths, ignoredPaths };
}
