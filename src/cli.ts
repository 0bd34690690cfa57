#!/usr/bin/env node
import { version } from './version.ts';

if (process.argv.length === 3 && (process.argv[2] === '--version' || process.argv[2] === '-V')) {
  process.stdout.write(`${version}\n`);
} else {
  const interruption = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interruption.abort());
  // A reader that has seen enough closes the pipe: that ends the output, and decides nothing.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

  const { run, explain } = await import('./commands/run.ts');
  process.on('uncaughtException', (error) => {
    process.stderr.write(explain(error));
    process.exitCode = 70;
    interruption.abort();
  });
  const { env, stdin, stdout, stderr } = process;
  process.exitCode = await run(process.argv.slice(2), {
    cwd: process.cwd(),
    env,
    stdin,
    stdout,
    stderr,
    signal: interruption.signal,
  });
}
