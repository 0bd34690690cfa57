// The guard under the tools that run hooks for people: lefthook as npm has it, the pre-commit framework as pip has it. Where there is
// no Python the second is missed, aloud; a tool that is there and whose tests do not all pass is a failure.
//
//   npm run check:hooks

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { findPackage, toolCache } from './support/npm-package.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const isWindows = process.platform === 'win32';

const TOOLS = [
  { name: 'lefthook', variable: 'INVGUARD_TEST_LEFTHOOK', find: findLefthook, isNeeded: true },
  { name: 'pre-commit', variable: 'INVGUARD_TEST_PRE_COMMIT', find: findFramework, isNeeded: hasPython() },
];

const found = TOOLS.map((tool) => ({ ...tool, program: tool.find() }));
for (const { name, program } of found) {
  if (!program) process.stdout.write(`SKIPPED: ${name} is not to be had here: its tests did not run\n`);
}
const isRight = runTests(found.filter(({ program }) => program));
process.exitCode = isRight && found.every(({ program, isNeeded }) => program || !isNeeded) ? 0 : 1;

/** True when every test of these tools ran and passed. */
function runTests(tools) {
  if (tools.length === 0) return true;
  const report = path.join(toolCache, 'hooks.json');
  rmSync(report, { force: true });
  const files = { lefthook: 'lefthook.test.ts', 'pre-commit': 'pre-commit-framework.test.ts' };
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(root, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      ...tools.map(({ name }) => `test/e2e/hooks/${files[name]}`),
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    {
      cwd: root,
      stdio: 'inherit',
      env: {
        ...process.env,
        ...Object.fromEntries(tools.map(({ variable, program }) => [variable, program])),
      },
    },
  );
  const { numPassedTests: passed, numTotalTests: total } = JSON.parse(readFileSync(report, 'utf8'));
  return status === 0 && passed > 0 && passed === total;
}

/** Npm's launcher of the binary for this machine. */
function findLefthook() {
  const found = findPackage('lefthook@2');
  return found && path.join(found.prefix, 'node_modules', '.bin', isWindows ? 'lefthook.cmd' : 'lefthook');
}

function hasPython() {
  return spawnSync('python3', ['-m', 'venv', '--help'], { stdio: 'ignore' }).status === 0;
}

/** In a virtual environment of its own, so that nothing of the machine's Python changes. */
function findFramework() {
  const home = path.join(toolCache, 'pre-commit');
  const bin = path.join(home, isWindows ? 'Scripts' : 'bin');
  const program = path.join(bin, 'pre-commit');
  if (!existsSync(program) && hasPython()) {
    mkdirSync(toolCache, { recursive: true });
    spawnSync('python3', ['-m', 'venv', home], { stdio: ['ignore', 2, 2] });
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'pre-commit~=4.0'];
    spawnSync(path.join(bin, 'python'), pip, { stdio: ['ignore', 2, 2] });
  }
  return existsSync(program) ? program : undefined;
}
