// Starts the guard as it was built from this clone. A build that is older than its sources would guard by old rules: it is refused.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url));
const build = fileURLToPath(new URL('../build.mjs', import.meta.url));

const { status } = spawnSync(process.execPath, [build, '--check'], { stdio: 'inherit' });
process.exitCode =
  status === 0
    ? (spawnSync(process.execPath, [cli, 'guard', ...process.argv.slice(2)], { stdio: 'inherit' }).status ??
      2)
    : 2;
