import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readDocument, root } from './support/documents.ts';
import { findRoom, readSources } from './support/imports.ts';

const sources = readSources();

interface Allowance {
  /** Rooms of `src`; every room may import its own files. */
  readonly rooms: readonly string[];
  /** `node:` modules and packages. */
  readonly modules: readonly string[];
}

const pure: Allowance = { rooms: ['core'], modules: [] };

/** The table of house.md, for the rooms that exist. A new room needs a line here, and a reason there. */
const allowances: Readonly<Record<string, Allowance>> = {
  // Of `node:path` only what compares names.
  core: { rooms: [], modules: ['node:path'] },
  // What the build has worked out.
  engine: { rooms: ['core'], modules: ['invguard:literals'] },
  findings: pure,
  report: pure,
  git: {
    rooms: ['core'],
    modules: [
      'child_process',
      'fs',
      'zlib',
      'path',
      'stream',
      'buffer',
      'crypto',
      'os',
      'timers/promises',
    ].map(toBuiltin),
  },
  sources: {
    rooms: ['core', 'git'],
    modules: ['fs', 'path', 'buffer', 'timers/promises'].map(toBuiltin).concat('fast-glob', 'ignore'),
  },
  rules: {
    rooms: ['core', 'engine'],
    modules: [
      'node:fs',
      'node:path',
      'invguard:rules',
      'picomatch',
      'smol-toml',
      'valibot',
      '@valibot/to-json-schema',
      '@eslint-community/regexpp',
    ],
  },
  // Reads what may come with a hostile repository: bounded, as data, from the disk or from a revision.
  // Patterns of other tools are judged by the trees that rules are judged by.
  config: {
    rooms: ['core', 'engine', 'git', 'rules', 'sources'],
    modules: ['node:fs', 'node:path', 'valibot', '@valibot/to-json-schema', '@eslint-community/regexpp'],
  },
  // Foreign bytes in, foreign bytes out: nothing is written anywhere.
  archives: { rooms: ['core'], modules: ['node:zlib', 'pako', 'tar/parse', 'tar/read-entry'] },
  scan: {
    rooms: ['archives', 'core', 'engine', 'git', 'sources'],
    modules: ['node:crypto', 'node:os', 'node:v8', 'node:worker_threads'],
  },
  // The cache's key tells rules and version apart by a hash.
  repository: {
    rooms: ['archives', 'core', 'engine', 'git', 'scan', 'sources', 'version'],
    modules: ['node:crypto', 'node:path'],
  },
  // Asks vendors and nobody else; the providers arrive as parameters.
  providers: pure,
  verify: { rooms: ['core'], modules: ['node:crypto', 'node:timers/promises', 'valibot'] },
  // Acts through the client it is given; the journal, the config and the replacement file are its own.
  revoke: {
    rooms: ['core', 'verify'],
    modules: ['node:crypto', 'node:fs', 'node:path', 'smol-toml', 'valibot'],
  },
  ci: { rooms: ['core', 'git'], modules: [] },
  // What git's hooks ask for, searched through the pipeline; the words of the page are half its own.
  guard: { rooms: ['core', 'git', 'report', 'pipeline'], modules: ['node:fs', 'node:path'] },
  // Writes hooks and nothing else; `doctor` makes its planted secret from a rule's template.
  install: { rooms: ['core', 'git', 'guard', 'rules'], modules: ['node:fs', 'node:path'] },
  version: { rooms: [], modules: [] },
  pipeline: { rooms: ['core', 'findings', 'repository', 'scan'], modules: [] },
  index: {
    rooms: ['archives', 'core', 'repository', 'rules', 'pipeline', 'version'],
    modules: ['node:path'],
  },
  // What the user named is read here and what was asked for is written; what is scanned is read by other rooms.
  commands: {
    rooms: [
      'archives',
      'ci',
      'config',
      'core',
      'findings',
      'git',
      'guard',
      'install',
      'pipeline',
      'providers',
      'report',
      'repository',
      'revoke',
      'rules',
      'sources',
      'verify',
      'version',
    ],
    modules: ['crypto', 'fs', 'os', 'path', 'readline', 'readline/promises', 'util']
      .map(toBuiltin)
      .concat('cli-progress', 'yargs'),
  },
  'code-cache': { rooms: [], modules: ['node:fs', 'node:path', 'node:vm'] },
  cli: { rooms: ['code-cache', 'commands'], modules: [] },
};

/** What single files may on top of their room, and why. */
const exceptions: Readonly<
  Record<string, { readonly modules: readonly string[]; readonly because: string }>
> = {
  'report/sarif.ts': { modules: ['sarif'], because: 'types only' },
  'report/sarif-objects/notification.ts': { modules: ['sarif'], because: 'types only' },
  'report/sarif-objects/place-result.ts': { modules: ['sarif'], because: 'types only' },
  'report/sarif-objects/rule-descriptor.ts': { modules: ['sarif'], because: 'types only' },
  'report/sarif-objects/sarif-message.ts': { modules: ['sarif'], because: 'types only' },
  'verify/http.ts': {
    modules: ['node:dns', 'node:http', 'node:https', 'node:net'],
    because: 'the one file that opens a connection',
  },
  'verify/addresses.ts': { modules: ['node:net'], because: 'lists of addresses, no I/O' },
  'report/records/place-id.ts': { modules: ['node:crypto'], because: 'a hash, no I/O' },
  'findings/fingerprint.ts': { modules: ['node:crypto'], because: 'a keyed hash, no I/O' },
};

function toBuiltin(name: string): string {
  return `node:${name}`;
}

test('every room has its line in the table', () => {
  expect([...new Set(sources.map(({ room }) => room))].filter((room) => !allowances[room])).toEqual([]);
});

test.each(['src', 'test'])('the map in %s/README.md has every folder there, and no other', (place) => {
  const drawn = [...readDocument(`${place}/README.md`).matchAll(/^ ([a-z0-9]+)\/ /gm)].map(
    ([, name]) => name!,
  );
  const folders = readdirSync(`${root}${place}`, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  expect(drawn.toSorted()).toEqual(folders.map(({ name }) => name).sort());
});

test('there are files and imports to look at', () => {
  expect(sources.length).toBeGreaterThan(80);
  expect(sources.flatMap(({ imports }) => imports).length).toBeGreaterThan(200);
});

describe.each([...new Set(sources.map(({ room }) => room))])('the room %s', (room) => {
  const files = sources.filter((source) => source.room === room);
  const { rooms, modules } = allowances[room] ?? pure;

  test('imports files of the rooms it may know', () => {
    const strangers = files.flatMap(({ path, imports }) =>
      imports.flatMap(({ file }) =>
        file === undefined || [room, ...rooms].includes(findRoom(file)) ? [] : [`${path} → ${file}`],
      ),
    );
    expect(strangers).toEqual([]);
  });

  test('imports modules it may use', () => {
    const strangers = files.flatMap(({ path, imports }) =>
      imports
        .filter(({ file, specifier }) => file === undefined && !modules.includes(specifier))
        .filter(({ specifier }) => !exceptions[path]?.modules.includes(specifier))
        .map(({ specifier }) => `${path} → ${specifier}`),
    );
    expect(strangers).toEqual([]);
  });

  test('may no more than it needs', () => {
    const imports = files.flatMap((source) => source.imports);
    const needed = new Set(imports.map(({ file, specifier }) => (file ? findRoom(file) : specifier)));
    expect([...rooms, ...modules].filter((name) => !needed.has(name))).toEqual([]);
  });
});

test('every exception is needed', () => {
  const idle = Object.entries(exceptions).filter(
    ([path, { modules }]) =>
      !modules.every((name) =>
        sources.find((source) => source.path === path)?.imports.some(({ specifier }) => specifier === name),
      ),
  );
  expect(idle).toEqual([]);
});

test('packages of which only types are used are imported as types', () => {
  const loaded = sources.flatMap(({ path, imports }) =>
    imports.filter(({ specifier, isTypeOnly }) => specifier === 'sarif' && !isTypeOnly).map(() => path),
  );
  expect(loaded).toEqual([]);
});

test('every relative import names a file with its suffix', () => {
  const known = new Set(sources.map(({ path }) => path));
  const lost = sources.flatMap(({ path, imports }) =>
    imports.flatMap(({ file }) => (file === undefined || known.has(file) ? [] : [`${path} → ${file}`])),
  );
  expect(lost).toEqual([]);
});

test('no file imports itself by way of others', () => {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '));
    if (done.has(path) || trail.includes(path)) return;
    for (const { file } of byPath.get(path)?.imports ?? []) if (file) visit(file, [...trail, path]);
    done.add(path);
  };
  for (const { path } of sources) visit(path, []);
  expect(cycles).toEqual([]);
});

/** Words that only some files may hold. */
const bans: readonly (readonly [what: string, pattern: RegExp, allowed: (path: string) => boolean])[] = [
  ['process.argv or process.exitCode', /process\.(?:argv|exitCode)/, (path) => path === 'cli.ts'],
  // Signal 0 only asks whether a process is there.
  ['process.exit', /process\.(?:exit|abort)\(|process\.kill\((?!\w+, 0\))/, () => false],
  ['console', /\bconsole\./, () => false],
  ['any', /\bas any\b|:\s*any\b|<any>|any\[\]/, () => false],
  ['@ts-ignore', /@ts-(?:ignore|nocheck|expect-error)/, () => false],
  ['node:child_process', /node:child_process/, (path) => path.startsWith('git/')],
  ['a module whose name is computed', /(?:\bimport|getBuiltinModule)\((?!')/, () => false],
  ['fetch', /\bfetch\(|node:tls'|node:http2'|node:dgram'/, () => false],
  ['node:http', /node:https?'|node:dns'/, (path) => path === 'verify/http.ts'],
  ['node:net', /node:net'/, (path) => path === 'verify/http.ts' || path === 'verify/addresses.ts'],
  ['eval', /\beval\(|new Function\(/, () => false],
];

describe.each(bans)('%s', (_, pattern, isAllowed) => {
  test('stands only where it may', () => {
    const found = sources.filter(({ path, code }) => pattern.test(code) && !isAllowed(path));
    expect(found.map(({ path }) => path)).toEqual([]);
  });
});

test.each(['core', 'engine', 'findings', 'report'])('%s knows nothing of the world', (room) => {
  const worldly = /\bprocess\.|Date\.now|new Date\(|Math\.random|performance\.now|globalThis/;
  const found = sources.filter((source) => source.room === room && worldly.test(source.code));
  expect(found.map(({ path }) => path)).toEqual([]);
});

test('no secret is revealed but where a report shows it, it is named, or its vendor or a responder is told', () => {
  const revealing = sources.filter(({ code }) => /\.reveal\(\)/.test(code)).map(({ path }) => path);
  expect(revealing.sort()).toEqual([
    'commands/keys/given-secret.ts',
    'findings/apply-policy.ts',
    'findings/collect.ts',
    'findings/mask-names.ts',
    'report/prose/finding-section.ts',
    'report/records/finding-record.ts',
    'repository/base-marks.ts',
    'revoke/replacements.ts',
    'revoke/responder-contract.ts',
    'verify/http.ts',
    'verify/verify.ts',
  ]);
});
