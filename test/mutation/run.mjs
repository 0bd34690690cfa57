// npm run mutants -- [--room ROOM …] [--match TEXT] [--by TEXT] [--sample N] [--minutes M] [--seed S] [--again] [--save]
// Tries small faults in the rooms, at most N drawn by the seed in each and for at most M minutes, and tells which of them no test sees.
// Ends with 1 when there is one that equivalents.txt does not explain. --match takes the mutants that have the text in their names, --by
// asks the test files that have it in their paths, --save keeps the figures of the day, --again tries what survived when they were saved.
// Stryker would be the tool: 10 needs Node 22, and 9.6 tells of survivors that plain vitest 4.1 kills (stryker-js 6073, 6192, 6213).

import { mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { createVitest } from 'vitest/node';

import { createWarmPool } from './warm-fork.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(root);
// What a mutant writes where it should not is gone afterwards.
const home = mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard-mutation-'));
process.on('exit', () => rmSync(home, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
Object.assign(process.env, { HOME: home, XDG_CONFIG_HOME: home, XDG_STATE_HOME: home, TMPDIR: home });

const [texts, ended, signals] = [new Map(), new Map(), []];
const plugin = {
  name: 'mutant',
  enforce: 'pre',
  transform: (_code, id) => texts.get(id),
};
const settings = {
  watch: false,
  update: 'none',
  reporters: [{ onTestModuleEnd: (module) => ended.set(module.moduleId, module) }],
  // Tests of time take much of it, and see nothing else.
  testNamePattern: /^(?!.*in linear time)/,
  isolate: false,
  maxWorkers: 1,
  bail: 1,
  // Who waits for ever is not waited for, and the watchdog ends who works for ever: a busy machine takes many times as long as an idle
  // one, and what it fails in is not the mutant's doing.
  testTimeout: 300_000,
  hookTimeout: 300_000,
  retry: 1,
  execArgv: ['--max-old-space-size=1024'],
};

async function start(setupFiles) {
  const { pool, close } = createWarmPool(listOwnFiles(), (signal) => signals.push(signal));
  const vitest = await createVitest('test', { ...settings, pool, setupFiles }, { plugins: [plugin] });
  vitest.onClose(close);
  await vitest.standalone();
  return vitest;
}

function listOwnFiles() {
  return ['src', 'test'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => /\.m?[jt]s$/.test(name))
      .map((name) => path.join(root, folder, name)),
  );
}

const loader = await start([]);
const { run } = await loader.import(path.join(root, 'test/mutation/main.ts'));
const print = (text) => process.stdout.write(text);
process.exitCode = await run({
  workshop: { start, texts, ended, signals },
  args: process.argv.slice(2),
  print,
});
await loader.close();
