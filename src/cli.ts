#!/usr/bin/env node
import { openCodeCache } from './code-cache.ts';

const codeCache = openCodeCache(require, __dirname);
// biome-ignore lint/suspicious/noGlobalAssign: it is a parameter of this file, and every file of the bundle is asked for with it.
require = codeCache.require;
const words = process.argv.slice(2);

void start();

async function start(): Promise<void> {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  process.on('uncaughtException', async (error) => {
    process.exitCode = 70;
    interruption.abort();
    process.stderr.write((await import('./commands/line/explain.ts')).explain(error));
  });
  const isGuard = words[0] === 'guard';
  const { run } = await (isGuard ? import('./commands/line/run-guard.ts') : import('./commands/line/run.ts'));
  process.exitCode = await run(words, {
    // Throws in a folder that was removed: whoever asks is where it is told.
    get cwd() {
      return process.cwd();
    },
    env: process.env,
    signal: interruption.signal,
    keepCode: codeCache.keep,
    // Opening a stream costs a millisecond: each is opened when it is asked for.
    get stdin() {
      return process.stdin;
    },
    get stdout() {
      return openQuietly(process.stdout);
    },
    get stderr() {
      return openQuietly(process.stderr);
    },
  });
}

/** A reader that has seen enough closes the pipe: that ends the output, and decides nothing. */
function openQuietly<T extends NodeJS.WriteStream>(stream: T): T {
  return stream.listenerCount('error') > 0 ? stream : stream.on('error', () => undefined);
}
