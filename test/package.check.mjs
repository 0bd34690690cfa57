// Packs the package as npm would publish it and looks at it as its users will: what is in it, whether tools can resolve it, whether
// it installs, runs and type-checks in a project that has nothing else.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

import { createRandom, drawKey } from './bench/generated-text.mjs';

const MAX_PACKED_BYTES = 500_000;
const MAX_UNPACKED_BYTES = 2_000_000;

const STRICT = {
  strict: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  skipLibCheck: false,
  target: 'es2022',
  module: 'nodenext',
  types: [],
};

const USE_IN_JAVASCRIPT = `
import { scan } from 'invguard';
const told = { rules: [] };
for await (const event of scan({ paths: ['settings.txt'] })) {
  if (event.type === 'finding') told.rules.push(event.finding.rule.id);
  if (event.type === 'end') Object.assign(told, { blobCount: event.coverage.blobCount, unreadCount: event.coverage.unreadCount });
}
console.log(JSON.stringify(told));
`;

// Each @ts-expect-error is a check too: the line under it must not compile.
const USE_IN_TYPESCRIPT = `
import { builtinRules, type Finding, type Rule, type ScanEvent, scan, type ScanOptions, ToolError, version } from 'invguard';
const options: ScanOptions = { paths: ['.'], rules: builtinRules.filter((rule: Rule) => rule.severity === 'critical') };
const found: Finding[] = [];
export async function collect(): Promise<readonly Finding[]> {
  for await (const event of scan(options)) if (event.type === 'finding') found.push(event.finding);
  return found;
}
export function count(event: ScanEvent): number {
  // @ts-expect-error coverage is only known at the end
  event.coverage;
  return event.type === 'end' ? event.coverage.unreadCount : 0;
}
export const preview: string | undefined = found[0]?.secret.preview();
// @ts-expect-error a secret is no text
export const text: string = found[0]!.secret;
// @ts-expect-error no such option
scan({ path: '.' });
scan({ repository: { part: { kind: 'range', range: 'main..HEAD' }, showsEmails: true } });
// @ts-expect-error a range has to be told
scan({ repository: { part: { kind: 'range' } } });
export const told = [version.length, new ToolError('no-rules', 'm', { hint: 'h' }).exit];
`;

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
// The space shows that nothing depends on a path without one.
const place = mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard package-'));
const project = path.join(place, 'a project');
const installed = path.join(project, 'node_modules', 'invguard');

process.on('exit', () => rmSync(place, { recursive: true, force: true }));

keepCode();
const packed = pack();
const tarball = path.join(place, packed.filename);
const names = packed.files.map((file) => file.path).sort();
const key = drawKey(createRandom(1));

const checks = {
  'holds what it needs and nothing else': () => assert.deepEqual(names, listNeededFiles()),
  'is small': () => {
    assert.ok(packed.size <= MAX_PACKED_BYTES, `${packed.size} bytes packed`);
    assert.ok(packed.unpackedSize <= MAX_UNPACKED_BYTES, `${packed.unpackedSize} bytes unpacked`);
  },
  'has no complaint from publint': async () => {
    const bytes = readFileSync(tarball);
    const { messages, pkg } = await publint({
      strict: true,
      pack: { tarball: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) },
    });
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  },
  'has no complaint from arethetypeswrong': () => {
    const attw = path.join(root, 'node_modules', '@arethetypeswrong', 'cli', 'dist', 'index.js');
    const args = [attw, tarball, '--profile', 'esm-only', '--no-definitely-typed', '--format', 'ascii'];
    run(process.execPath, [...args, '--no-color', '--no-emoji'], root);
  },
  'installs alone, without the network': () => {
    mkdirSync(project);
    writeProjectFile('package.json', JSON.stringify({ name: 'a-project', private: true, type: 'module' }));
    npm(['install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', tarball], project);
    const folders = readdirSync(path.join(project, 'node_modules')).filter((name) => !name.startsWith('.'));
    assert.deepEqual(folders, ['invguard']);
  },
  'says nothing of the machine it was built on': () => {
    const machine = [root, homedir(), tmpdir()].filter((name) => name.length > 5);
    const telling = names.filter((name) => {
      const text = readFileSync(path.join(installed, name), 'utf8');
      return machine.some((one) => text.includes(one));
    });
    assert.deepEqual(telling, []);
  },
  'shows no type of the inside': () => {
    const telling = names
      .filter((name) => name.endsWith('.d.ts'))
      .filter((name) =>
        /declare module|invguard:rules/.test(readFileSync(path.join(installed, name), 'utf8')),
      );
    assert.deepEqual(telling, []);
  },
  'runs by its name': () => {
    const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
    assert.equal(npm(['exec', '--no', '--', 'invguard', '--version'], project).trim(), version);
  },
  'finds a planted key and masks it': () => {
    writeProjectFile('settings.txt', `first line\nkey ${key}\n`);
    const args = ['exec', '--no', '--', 'invguard', 'scan', 'settings.txt'];
    const report = npm(args, project, { exitCode: 1 });
    assert.match(report, /settings\.txt:2:5/);
    assert.ok(!report.includes(key), 'the report shows the key');
  },
  'finds it through the API': () => {
    writeProjectFile('use.js', USE_IN_JAVASCRIPT);
    const told = JSON.parse(run(process.execPath, ['use.js'], project));
    assert.deepEqual(told, { rules: ['invoance-api-key'], blobCount: 1, unreadCount: 0 });
  },
  'does what the example of the README says': () => {
    const readme = readFileSync(path.join(installed, 'README.md'), 'utf8');
    const example = /^```js\n(.*?)^```/ms.exec(readme)?.[1] ?? assert.fail('the README has no example');
    writeProjectFile('example.js', example);
    // The project has no @types/node: what the example uses of Node is declared here.
    writeProjectFile('example.ts', `declare const process: { exitCode?: number };\n${example}`);
    assert.match(
      run(process.execPath, ['example.js'], project),
      /^Invoance API key invoance_live_\*+\w{4} 2$/m,
    );
  },
  'runs its worker from where it is installed': () => {
    writeProjectFile('long.txt', `${'long line of plain text\n'.repeat(500_000)}${key}\n`);
    const report = npm(['exec', '--no', '--', 'invguard', 'scan', 'long.txt'], project, { exitCode: 1 });
    assert.match(report, /long\.txt:500001:1/);
  },
  'is typed, strictly': () => {
    writeProjectFile('use.ts', USE_IN_TYPESCRIPT);
    writeProjectFile(
      'tsconfig.json',
      JSON.stringify({ compilerOptions: STRICT, files: ['use.ts', 'example.ts'] }),
    );
    const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
    run(process.execPath, [tsc, '--noEmit', '-p', 'tsconfig.json'], project);
  },
};

for (const [name, check] of Object.entries(checks)) {
  try {
    await check();
  } catch (error) {
    process.stderr.write(`package: the package ${name}: NO\n`);
    throw error;
  }
  process.stdout.write(`package: the package ${name}\n`);
}
process.stdout.write(`package: ${Object.keys(checks).length} checks passed\n`);

/** A run before leaves its code's cache in the folder that is packed. */
function keepCode() {
  run(process.execPath, [path.join('dist', 'cli.cjs'), 'scan', 'package.json'], root);
  const isCache = (name) => name.endsWith('.cache');
  assert.ok(readdirSync(path.join(root, 'dist')).some(isCache), 'no cache of the code was made');
}

function pack() {
  const output = npm(['pack', '--json', '--ignore-scripts', '--pack-destination', place], root);
  return JSON.parse(output)[0];
}

/** Everything that can be reached from what package.json names, the rules and the papers. */
function listNeededFiles() {
  const rules = readdirSync(path.join(root, 'rules')).map((name) => `rules/${name}`);
  const papers = ['LICENSE', 'README.md', 'package.json'];
  const data = ['dist/THIRD-PARTY-LICENSES.txt', 'dist/report.schema.json'];
  const code = listReachable('dist', ['cli.cjs', 'index.js', 'file-worker.cjs', 'object-worker.cjs']);
  const types = listReachable('dist/types', ['index.d.ts']);
  return [...papers, ...rules, ...data, ...code, ...types].sort();
}

function listReachable(folder, entries) {
  const reached = new Set(entries);
  for (const name of reached) {
    const text = readFileSync(path.join(root, folder, name), 'utf8');
    for (const [, source] of text.matchAll(/(?:from|import|require)\s*\(?["'`](\.[^"'`]+)["'`]/g)) {
      const target = path.posix.join(path.posix.dirname(name), source);
      const typed = target.replace(/\.js$/, '.d.ts');
      reached.add(existsSync(path.join(root, folder, typed)) ? typed : target);
    }
  }
  return [...reached].map((name) => `${folder}/${name}`);
}

function writeProjectFile(name, text) {
  writeFileSync(path.join(project, name), text);
}

/** Runs the npm that runs this, or the one on the path. */
function npm(args, cwd, expected) {
  const own = process.env.npm_execpath ?? '';
  if (/npm-cli\.[cm]?js$/.test(own)) return run(process.execPath, [own, ...args], cwd, expected);
  return run('npm', args, cwd, expected);
}

/** Runs a program and returns its standard output. Throws when it ends with another code than expected. */
function run(program, args, cwd, { exitCode = 0 } = {}) {
  const isWindowsScript = process.platform === 'win32' && program === 'npm';
  const quote = (text) => (isWindowsScript ? `"${text}"` : text);
  const env = { ...process.env, NO_COLOR: '1', npm_config_loglevel: 'error' };
  delete env.FORCE_COLOR;
  const child = spawnSync(program, args.map(quote), { cwd, env, encoding: 'utf8', shell: isWindowsScript });
  const { status, stdout, stderr, error } = child;
  assert.equal(status, exitCode, `${[program, ...args].join(' ')}\n${error ?? ''}${stdout}${stderr}`);
  return stdout;
}
