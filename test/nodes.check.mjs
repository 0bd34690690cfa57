// The runtimes people have: the built command line's end-to-end tests and the tests of the pack reader, which uses what Node does not
// document, on each Node that is supported; both README commands with each npm. Nodes and npms come as npm packages into a cache; what
// cannot be had is said, and counts as a failure. A Node takes four minutes on two cores with nothing else to do.
//
//   npm run check:nodes [-- --only node|npm|node-24|npm-11 …]

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
/** What is slow on a busy machine is not broken: the suite itself has narrower limits, in milliseconds. */
const PATIENCE = '--testTimeout=300000';
/** Each npm, and a Node that it runs on. */
const NPM_LINES = [
  { npm: '10', node: '20.19' },
  { npm: '11', node: '22' },
  { npm: '12', node: '24' },
];

const checks = [
  ...NODE_LINES.map((line) => ({ names: ['node', `node-${line}`], check: () => checkNode(line) })),
  ...NPM_LINES.map((line) => ({ names: ['npm', `npm-${line.npm}`], check: () => checkNpm(line) })),
];
const at = process.argv.indexOf('--only');
const only = at < 0 ? undefined : process.argv[at + 1];
const chosen = checks.filter(({ names }) => only === undefined || names.includes(only));
if (chosen.length === 0)
  throw new Error(
    `no such runtime: ${only}; there are ${[...new Set(checks.flatMap(({ names }) => names))].join(', ')}`,
  );

for (const { check } of chosen) {
  const { name, outcome, isRight } = check();
  process.stdout.write(`${name.padEnd(28)} ${outcome}\n`);
  if (!isRight) process.exitCode = 1;
}

function checkNode(line) {
  const node = findNode(line);
  if (!node)
    return { name: `Node ${line}`, outcome: 'MISSING: npm has no binary of it here', isRight: false };
  const report = path.join(toolCache, `report-${line}.json`);
  rmSync(report, { force: true });
  const vitest = path.join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const words = ['run', 'test/e2e', 'test/git/packs', '--reporter=json', `--outputFile=${report}`, PATIENCE];
  run(node.program, [vitest, ...words], { node });
  return { name: `Node ${node.version}`, ...readOutcome(report) };
}

function readOutcome(report) {
  if (!existsSync(report)) return { outcome: 'FAILED: the tests did not run', isRight: false };
  const {
    numPassedTests: passed,
    numFailedTests: failed,
    testResults,
    success,
  } = JSON.parse(readFileSync(report, 'utf8'));
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => `\n    ${fullName}`),
  );
  return {
    outcome: `${passed} tests passed, ${failed} failed${failures.join('')}`,
    isRight: success && passed > 0,
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
