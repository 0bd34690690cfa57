// Installs what is missing, builds what is stale, nothing else: the start of `npm start`, `npm test` and the rest. With `--check` it only
// tells whether the build is stale.
// Runs before anything is installed, so it needs only Node and npm until the dependencies are there.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const inRoot = (...names) => path.join(root, ...names);
const cacheFolder = inRoot('node_modules', '.cache', 'invguard');

/**
 * What a hook needs that finds nothing, in one chunk, and what a scan needs besides in another: loading 20 small ones costs 15 ms, and
 * each 10 KB of code that is not run 1 ms (Node 20.20, median of 25). The rest (yargs, TOML, the folder walk, what git tells of ranges
 * and histories, other report formats) stays in lazy chunks.
 */
const guardModules = toModuleTest([
  'src/(?:core|engine)/',
  'src/(?:pipeline|findings/collect|rules/builtin)\\.ts$',
  'src/guard/(?!push)',
  'src/sources/(?:failure|file|git-blobs|git-staged|listing|paths|selection|stream|target)\\.ts$',
  'src/git/(?:commit-log|environment|named-blobs|raw-changes|run|small-objects)\\.ts$',
  'src/archives/(?:archive-reader|limits|sniff-archive)\\.ts$',
  'src/scan/(?:content-scan|coverage-counter|file-scanner|held-matches|load-unpacker|scan-stream)\\.ts$',
  'src/repository/(?:repository-scan|scan-repository|scan-staged)\\.ts$',
  'src/commands/(?:command|guard|line/(?:explain|parse|run-guard)|output/colour|scanning/(?:guard-ground|judge))\\.ts$',
  'src/config/(?:open-policy|policy-request|select-rules)\\.ts$',
  'src/report/prose/(?:guard-line|quantity)\\.ts$',
  'invguard:(?:rules|literals)',
]);
const scanModules = toModuleTest([
  'src/scan/',
  'src/sources/(?!git-|globs?[-/]|ignore-|path-test|repository|index-entries)',
  'src/commands/(?:audit|index|scan|line/run|options/(?!ci-)[a-z-]+|output/(?:output|progress)|scanning/[a-z-]+)\\.ts$',
  'src/report/(?:index|text|prose/(?!guard-)|stream)',
]);

/** What a repository's policy is read with, and its config: hooks wait for these too. */
const policyModules = toModuleTest([
  'src/config/(?:allow-entry|baseline-file|dates|ignore-file|load-policy|policy-source)\\.ts$',
  'src/rules/file-error\\.ts$',
]);
const configModules = toModuleTest([
  'src/config/(?:parse-config|schema)\\.ts$',
  'src/rules/(?:parse-toml|schema|schema-issues|toml-position|unique-names)\\.ts$',
  'node_modules/(?:smol-toml|valibot)/',
]);

/** Entries of threads, and what only a scan of a repository's objects needs. */
const separateModules = /scan[\\/](?:archive-search|file-worker|object-[a-z]+|read-object|scan-objects)\.ts$/;

/** A relative import in a declaration, as TypeScript leaves it: with the suffix `.ts` of the source. */
const TYPE_IMPORT = /((?:from|import\()\s?['"])(\.[^'"]+)\.ts(['"])/g;

refuseOldNode();
if (process.argv.includes('--check')) {
  if (isBuildStale()) refuseOldBuild();
  process.exit();
}
if (isInstallStale()) install();
if (process.argv.includes('--force') || isBuildStale()) await build();

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  process.stderr.write(`invguard: Node 20.19 or newer is needed, this is ${process.versions.node}\n`);
  process.exit(1);
}

function refuseOldBuild() {
  process.stderr.write('invguard: dist/ is older than the sources; run: node build.mjs\n');
  process.exit(2);
}

/** Compares what the lock file asks for with npm's own note of what it put there, so that a plain `npm ci` counts too. */
function isInstallStale() {
  const note = inRoot('node_modules', '.package-lock.json');
  if (!existsSync(note)) return true;
  const installed = readPackages(note);
  return Object.entries(readPackages(inRoot('package-lock.json'))).some(
    ([folder, { version, optional }]) => folder !== '' && !optional && installed[folder]?.version !== version,
  );
}

function readPackages(lockFile) {
  return JSON.parse(readFileSync(lockFile, 'utf8')).packages;
}

function install() {
  process.stderr.write('invguard: installing dependencies…\n');
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?:config_(?:global|location|prefix|omit|production)|lifecycle|package)/i.test(name),
    ),
  );
  const own = process.env.npm_execpath ?? '';
  const npm = /npm-cli\.[cm]?js$/.test(own)
    ? [process.execPath, own]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const args = [
    ...npm.slice(1),
    'ci',
    '--include=dev',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ];
  const { status, error } = spawnSync(npm[0], args, {
    cwd: root,
    env: { ...env, NODE_ENV: 'development' },
    stdio: ['ignore', 2, 2],
    shell: npm.length === 1 && process.platform === 'win32',
  });
  if (status !== 0)
    throw new Error(
      `npm ci failed${error ? `: ${error.message}` : ` with ${status}`}; run it by hand to see why`,
    );
}

function toModuleTest(patterns) {
  const pattern = new RegExp(patterns.join('|'));
  return (id) => pattern.test(id.replaceAll('\\', '/'));
}

function listInputs() {
  const listed = ['src', 'rules'].flatMap((folder) =>
    readdirSync(inRoot(folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  return [...listed, 'package.json', 'package-lock.json', 'tsconfig.json', 'build.mjs'].sort();
}

function hashFiles(names) {
  const hash = createHash('sha256');
  for (const name of names)
    hash
      .update(name)
      .update('\0')
      .update(readFileSync(inRoot(name)))
      .update('\0');
  return hash.digest('hex');
}

function isBuildStale() {
  const stamp = path.join(cacheFolder, 'built');
  return (
    !existsSync(inRoot('dist', 'cli.cjs')) ||
    !existsSync(stamp) ||
    readFileSync(stamp, 'utf8') !== hashFiles(listInputs())
  );
}

async function build() {
  mkdirSync(cacheFolder, { recursive: true });
  const inputHash = hashFiles(listInputs());
  const { rolldown } = await import('rolldown');
  const bundle = await rolldown({
    ...(await describeBundle(inputHash)),
    input: {
      cli: 'src/cli.ts',
      index: 'src/index.ts',
      'file-worker': 'src/scan/file-worker.ts',
      'object-worker': 'src/scan/object-worker.ts',
    },
  });
  const { output } = await bundle.write({
    dir: inRoot('dist'),
    cleanDir: true,
    // CommonJS: what loads modules of the other kind costs a program 8 ms before its first line (Node 20.20).
    format: 'cjs',
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name].cjs',
    // A trace of the stack still names functions; what they call their variables costs a start 1 ms.
    minify: { compress: true, mangle: { toplevel: false }, codegen: { removeWhitespace: true } },
    comments: false,
    codeSplitting: {
      groups: [
        { name: 'guard', test: guardModules, priority: 2 },
        { name: 'scanner', test: (id) => scanModules(id) && !separateModules.test(id), priority: 1 },
        { name: 'policy', test: policyModules, priority: 1 },
        { name: 'config', test: configModules, priority: 1 },
      ],
    },
  });
  await bundle.close();
  // As npm does where it installs the package: a link to it can be started.
  chmodSync(inRoot('dist', 'cli.cjs'), 0o755);
  const findChunk = (wanted) => output.find(({ name }) => name === wanted);
  writeFileSync(inRoot('dist', 'index.js'), renderApi(findChunk('index')));
  for (const name of ['guard.cjs', 'scanner.cjs', 'policy.cjs', 'config.cjs'])
    carryHelpers(inRoot('dist', name), findChunk('rolldown-runtime'));
  const modules = output.flatMap((chunk) => Object.keys(chunk.modules ?? {}));
  writeFileSync(inRoot('dist', 'THIRD-PARTY-LICENSES.txt'), collectLicenses(modules));
  copyFileSync(inRoot('src', 'report', 'schema', 'report.schema.json'), inRoot('dist', 'report.schema.json'));
  emitTypes();
  writeFileSync(path.join(cacheFolder, 'built'), inputHash);
}

/** The public API is a module of the language; what it does is in the same files as the program's. */
function renderApi({ exports, fileName }) {
  return `import api from './${fileName}';\nexport const { ${exports.toSorted().join(', ')} } = api;\n`;
}

/** The bundler puts its few helpers into a file of their own, whatever the groups say: what people wait for carries them itself. */
function carryHelpers(file, { fileName, code }) {
  const call = `require("./${fileName}")`;
  const [before, after, ...more] = readFileSync(file, 'utf8').split(call);
  if (after === undefined || more.length > 0) throw new Error(`${file} does not load ${fileName} once`);
  writeFileSync(file, `${before}(exports=>{${code};return exports})({})${after}`);
}

async function describeBundle(inputHash) {
  const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
  return {
    cwd: root,
    platform: 'node',
    transform: {
      define: {
        INVGUARD_VERSION: JSON.stringify(version),
        INVGUARD_BUILD: JSON.stringify(inputHash.slice(0, 16)),
        // Where yargs would look for a config that extends another: ours has none.
        'import.meta.resolve': 'undefined',
      },
      target: 'node20.19',
    },
    plugins: [provideBuiltins(await compileBuiltins())],
  };
}

/** Gives the modules of `compile-builtin.ts` as text that is parsed when it is asked for, which is faster than code. */
function provideBuiltins(builtins) {
  return {
    name: 'builtins',
    resolveId: (id) => (Object.hasOwn(builtins, id) ? `\0${id}` : null),
    load: (id) => {
      const data = builtins[id.slice(1)];
      if (data === undefined) return null;
      return {
        code: `export default JSON.parse(${JSON.stringify(JSON.stringify(data))})`,
        moduleType: 'js',
      };
    },
  };
}

/** Compiles rules/*.toml with the tool's own compiler, so that built-in and user rules go one way. */
async function compileBuiltins() {
  const { rolldown } = await import('rolldown');
  const compiler = path.join(cacheFolder, 'compile-rules.mjs');
  const bundle = await rolldown({ cwd: root, input: 'src/rules/compile-builtin.ts', platform: 'node' });
  await bundle.write({ file: compiler, format: 'esm', codeSplitting: false });
  await bundle.close();
  const compiled = await import(`${pathToFileURL(compiler)}?${Date.now()}`);
  return compiled.compileBuiltins(inRoot('rules'));
}

/** The licence of every package that ended up in the bundle. */
function collectLicenses(modules) {
  const folders = modules.map((id) => /^(.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+)[\\/]/.exec(id)?.[1]);
  return [...new Set(folders.filter(Boolean))].sort().map(describeLicense).join('\n----\n\n');
}

function describeLicense(folder) {
  const { name, version, license } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(path.join(folder, file), 'utf8') : 'No licence file in the package.\n'}`;
}

/** Declarations of the public API: `src/index.ts` and what it mentions, nothing of the rest of the house. */
function emitTypes() {
  const emitted = path.join(cacheFolder, 'types');
  rmSync(emitted, { recursive: true, force: true });
  compileTypes(emitted);
  for (const file of listReachableTypes(path.join(emitted, 'index.d.ts'))) {
    const target = inRoot('dist', 'types', path.relative(emitted, file));
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, readFileSync(file, 'utf8').replace(TYPE_IMPORT, '$1$2.js$3'));
  }
}

function compileTypes(folder) {
  const config = path.join(cacheFolder, 'tsconfig.json');
  const options = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: inRoot('src'),
    outDir: folder,
    skipLibCheck: true,
    // The linter's business: a build while somebody edits must not fail for it.
    noUnusedLocals: false,
    noUnusedParameters: false,
    typeRoots: [inRoot('node_modules', '@types')],
  };
  writeFileSync(
    config,
    JSON.stringify({
      extends: inRoot('tsconfig.json'),
      compilerOptions: options,
      include: [],
      files: [inRoot('src', 'index.ts'), inRoot('src', 'rules', 'builtin-module.d.ts')],
    }),
  );
  const { status } = spawnSync(
    process.execPath,
    [inRoot('node_modules', 'typescript', 'bin', 'tsc'), '-p', config],
    { stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) throw new Error('tsc could not write the declarations; run npm run lint');
}

function listReachableTypes(entry) {
  const reached = new Set([entry]);
  for (const file of reached) {
    for (const [, , source] of readFileSync(file, 'utf8').matchAll(TYPE_IMPORT))
      reached.add(path.resolve(path.dirname(file), `${source}.d.ts`));
  }
  return reached;
}
