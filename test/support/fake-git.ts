// Puts a shell script in the place of git, for what a real git does too rarely: being slow, being killed, being gone.
import { chmodSync } from 'node:fs';
import { delimiter } from 'node:path';
import { folder } from './folder.ts';

/** Runs `task` while `git` is a script with the lines of `script`; without a script there is no git at all. */
export async function withFakeGit<T>(script: string | undefined, task: () => Promise<T>): Promise<T> {
  const before = process.env['PATH'];
  const bin = folder();
  if (script !== undefined) {
    bin.write({ git: `#!/bin/sh\n${script}\n` });
    chmodSync(bin.path('git'), 0o755);
  }
  process.env['PATH'] = script === undefined ? bin.dir : `${bin.dir}${delimiter}${before}`;
  try {
    return await task();
  } finally {
    process.env['PATH'] = before;
  }
}
