// The runtimes people have: the built command line's end-to-end tests on each Node that is supported, and both README commands with
// each npm. Nodes and npms come as npm packages into a cache; what cannot be had is said, and counts as a failure.
//
//   npm run check:nodes [-- --only node|npm]

import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { findPackage, toolCache } from './support/npm-package.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isWindows = process.platform === 'win32';

/** The lines of Node that are supported, the floor first. */
const NODE_LINES = ['20.19', '22', '24'];
/** Each npm, and a Node that it runs on. */
const NPM_LINES = [
  { npm: '10', node: '20.19' },
  { npm: '11', node: '22' },
  { npm: '12', node: '24' },
];

const only = process.argv.includes('--only') ? process.argv[process.argv.indexOf('--only') + 1] : undefined;
const rows = [
  ...(only === 'npm' ? [] : NODE_LINES.map(checkNode)),
  ...(only === 'node' ? [] : NPM_LINES.map(checkNpm)),
];
for (const { name, outcome } of rows) process.stdout.write(`${name.padEnd(28)} ${outcome}\n`);
process.exitCode = rows.length > 0 && rows.every(({ isRight }) => isRight) ? 0 : 1;

function checkNode(line) {
  const node = findNode(line);
  if (!node)
    return { name: `Node ${line}`, outcome: 'MISSING: npm has no binary of it here', isRight: false };
  const report = path.join(toolCache, `report-${line}.json`);
  rmSync(report, { force: true });
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  run(node.program, [vitest, 'run', 'test/e2e', '--reporter=json', `--outputFile=${report}`], { node });
  return { name: `Node ${node.version}`, ...readOutcome(report) };
}

function readOutcome(report) {
  if (!existsSync(report)) return { outcome: 'FAILED: the tests did not run', isRight: false };
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    testResults,
  } = JSON.parse(readFileSync(report, 'utf8'));
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `\n    ${fullName}`),
  );
  return {
    outcome: `${passed} end-to-end tests passed, ${failed} failed${failures.join('')}`,
    isRight: failed === 0 && passed > 0,
  };
}

/** A clean clone, as a stranger has it: `npm start` audits a folder, twice. */
function checkNpm({ npm: line, node: nodeLine }) {
  const node = findNode(nodeLine);
  const npm = node && findPackage(`npm@${line}`);
  if (!npm) return { name: `npm ${line}`, outcome: 'MISSING: npm has no such version here', isRight: false };
  const name = `npm ${npm.version} on Node ${node.version}`;
  const place = realpathSync(mkdtempSync(path.join(tmpdir(), 'invguard-npm-')));
  try {
    return { name, ...tryStart({ place, node, program: path.join(npm.folder, 'bin', 'npm-cli.js') }) };
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

function tryStart({ place, node, program }) {
  const clone = path.join(place, 'invguard');
  const target = path.join(place, 'target');
  mkdirSync(target);
  writeFileSync(path.join(target, 'notes.txt'), 'nothing to find here\n');
  run('git', ['clone', '--quiet', root, clone], { node });
  const start = () => run(node.program, [program, 'start', '--', target], { node, cwd: clone });
  const [first, second] = [start(), start()];
  const isRight = [first, second].every(({ status, stdout }) => status === 0 && /1 file/.test(stdout));
  const isLazy = !/installing dependencies/.test(second.stderr);
  return {
    outcome:
      isRight && isLazy
        ? 'installs, builds and audits; the second time it only audits'
        : `FAILED\n${first.stderr}${second.stderr}`,
    isRight: isRight && isLazy,
  };
}

function findNode(line) {
  const platform = isWindows ? 'win' : process.platform;
  const found = findPackage(`node-${platform}-${process.arch}@${line}`);
  const program = found && path.join(found.folder, 'bin', isWindows ? 'node.exe' : 'node');
  return program && existsSync(program) ? { ...found, program } : undefined;
}

/** With the Node first on PATH, and nothing of the npm that runs this. */
function run(program, args, { node, cwd = root }) {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const bin = path.dirname(node.program);
  return spawnSync(program, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...Object.fromEntries(kept), PATH: `${bin}${path.delimiter}${process.env.PATH}` },
  });
}
