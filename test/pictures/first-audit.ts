// What the README shows of invguard: the built command line, run on a made-up project whose keys and commits come from seeds. Only the
// time it took is left out.
import { expect } from 'vitest';
import { runCli } from '../support/cli.ts';
import { invguard, repoWithPackage } from '../support/guarded.ts';
import { type Repo, repo } from '../support/repo.ts';
import { expand } from '../support/secrets.ts';
import { recordTerminal } from './record-terminal.ts';
import type { Scene } from './terminal-picture.ts';

const key = expand('invoance_live_<alnum:24>', 'first audit');
const nextKey = expand('invoance_live_<alnum:24>', 'next key');

const client = (key: string) =>
  `import { InvoanceClient } from 'invoance';\n\nexport const client = new InvoanceClient({ apiKey: ${key} });\n`;

/** A key was taken out of the sources and put into a `.env`. */
const project = {
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
};

/** What `invguard audit` prints there. */
export async function runFirstAudit(): Promise<string> {
  const { stdout, stderr, exitCode } = await runCli(['audit'], { cwd: repo(project).dir });
  expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 1 });
  return leaveOutTime(stdout);
}

/** The same audit in a terminal, and then a commit of another key that the guard stops. */
export async function recordFirstAudit(): Promise<readonly Scene[]> {
  const place = repoWithPackage(project);
  await invguard(place, 'install');
  const audit = record(place, 'npx invguard audit', 'node_modules/.bin/invguard audit');
  place.write({ 'src/export.ts': client(`'${nextKey}'`) });
  place.git('add', 'src/export.ts');
  const commit = record(place, 'git commit -m "export: a client"');
  expect(place.git('log', '--format=%s', '-1')).toBe('billing: key from outside\n');
  return [{ ...audit, output: leaveOutTime(audit.output) }, commit];
}

function record(place: Repo, command: string, program = command): Scene {
  const { exitCode, screen } = recordTerminal(program, place.dir);
  expect({ exitCode, screen }).toEqual({ exitCode: 1, screen: expect.stringContaining('1 secret') });
  for (const secret of [key, nextKey]) expect(screen).not.toContain(secret);
  return { command, output: screen };
}

function leaveOutTime(report: string): string {
  const timeless = report.replace(/, in [\d.]+ m?s\./, '.');
  expect(timeless).not.toBe(report);
  return timeless;
}
