// What the README shows of an audit: the built command line, run on a made-up project whose key and commits come from seeds. Only the
// time it took is left out.
import { expect } from 'vitest';
import { runCli } from '../support/cli.ts';
import { repo } from '../support/repo.ts';
import { expand } from '../support/secrets.ts';

const client = (key: string) =>
  `import { InvoanceClient } from 'invoance';\n\nexport const client = new InvoanceClient({ apiKey: ${key} });\n`;

/** What `invguard audit` prints there, with the escape sequences of a terminal. */
export async function runFirstAudit(): Promise<string> {
  const key = expand('invoance_live_<alnum:24>', 'first audit');
  const { dir } = repo({
    commits: [
      {
        files: { '.gitignore': '.env\n', 'src/billing.ts': client(`'${key}'`) },
        message: 'billing: a client',
      },
      {
        files: { 'src/billing.ts': client('process.env.INVOANCE_API_KEY') },
        message: 'billing: key from outside',
      },
    ],
    files: { '.env': `INVOANCE_API_KEY=${key}\n` },
  });
  const { stdout, stderr, exitCode } = await runCli(['audit', '--colour', 'always'], { cwd: dir });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  expect(stdout).not.toContain(key);
  const timeless = stdout.replace(/, in [\d.]+ m?s\./, '.');
  expect(timeless).not.toBe(stdout);
  return timeless;
}
