// Installs what is missing, builds what is stale, nothing else: the start of `npm start`, `npm test` and the rest.
// Runs before anything is installed, so it needs only Node and npm until the dependencies are there.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(fileURLToPath(import.meta.url));
const inRoot = (...names) => path.join(root, ...names);
const cacheFolder = inRoot('node_modules', '.cache', 'invguard');

if (isInstallStale()) install();
if (process.argv.includes('--force') || isBuildStale()) await build();

function isInstallStale() {
  const stamp = path.join(cacheFolder, 'installed');
  return !existsSync(stamp) || readFileSync(stamp, 'utf8') !== hashFiles(['package-lock.json']);
}

function install() {
  process.stderr.write('invguard: installing dependencies…\n');
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^npm_(?:config_(?:global|location|prefix|omit|production)|lifecycle|package)/i.test(name),
    ),
  );
  const npm = process.env.npm_execpath
    ? [process.execPath, process.env.npm_execpath]
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
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(path.join(cacheFolder, 'installed'), hashFiles(['package-lock.json']));
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
    !existsSync(inRoot('dist', 'cli.js')) ||
    !existsSync(stamp) ||
    readFileSync(stamp, 'utf8') !== hashFiles(listInputs())
  );
}

async function build() {
  const inputHash = hashFiles(listInputs());
  const esbuild = await import('esbuild');
  rmSync(inRoot('dist'), { recursive: true, force: true });
  const { metafile } = await esbuild.build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts', 'src/index.ts', 'src/scan/file-worker.ts'],
    entryNames: '[name]',
    chunkNames: '[name]-[hash]',
    outdir: 'dist',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    define: {
      INVGUARD_VERSION: JSON.stringify(JSON.parse(readFileSync(inRoot('package.json'), 'utf8')).version),
    },
    // Bundled CommonJS packages call require for Node's own modules.
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    plugins: [await rulesPlugin(esbuild)],
  });
  writeFileSync(inRoot('dist', 'THIRD-PARTY-LICENSES.txt'), collectLicenses(metafile));
  emitTypes();
  writeFileSync(path.join(cacheFolder, 'built'), inputHash);
}

/** Compiles rules/*.toml with the tool's own compiler, so that built-in and user rules go one way. */
async function rulesPlugin(esbuild) {
  const compiler = path.join(cacheFolder, 'compile-rules.mjs');
  await esbuild.build({
    absWorkingDir: root,
    stdin: {
      contents: "export { compileBuiltinRules } from './src/rules/compile-builtin.ts';",
      resolveDir: root,
    },
    bundle: true,
    format: 'esm',
    platform: 'node',
    outfile: compiler,
    logLevel: 'warning',
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
  });
  const { compileBuiltinRules } = await import(`${pathToFileURL(compiler)}?${Date.now()}`);
  const contents = JSON.stringify(compileBuiltinRules(inRoot('rules')));
  return {
    name: 'rules',
    setup(builder) {
      builder.onResolve({ filter: /^invguard:rules$/ }, ({ path: name }) => ({
        path: name,
        namespace: 'rules',
      }));
      builder.onLoad({ filter: /.*/, namespace: 'rules' }, () => ({ contents, loader: 'json' }));
    },
  };
}

/** The licence of every package that ended up in the bundle. */
function collectLicenses(metafile) {
  const folders = new Set(
    Object.keys(metafile.inputs)
      .map((input) => /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
      .filter(Boolean),
  );
  return [...folders].sort().map(describeLicense).join('\n----\n\n');
}

function describeLicense(folder) {
  const { name, version, license } = JSON.parse(readFileSync(inRoot(folder, 'package.json'), 'utf8'));
  const file = readdirSync(inRoot(folder)).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(inRoot(folder, file), 'utf8') : 'No licence file in the package.\n'}`;
}

/** Declarations of the public API: `src/index.ts` and what it mentions. */
function emitTypes() {
  const config = path.join(cacheFolder, 'tsconfig.json');
  const options = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: inRoot('src'),
    outDir: inRoot('dist', 'types'),
    skipLibCheck: true,
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
