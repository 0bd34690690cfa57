// What makes a hook fast, as far as it does not depend on the machine; `npm run bench -- hook` takes the time.
import { expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { makeKey } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

test('more than is held at once is read one by one, and the same is found', async () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const line = (name: string) => `key ${makeKey(name)}\n`;
  place.write({ 'small.txt': line('small') });
  place.git('add', '--all');
  const few = await runCli(['guard', 'pre-commit'], { cwd: place.dir });
  place.write({ 'large.txt': `${'filler words\n'.repeat(800_000)}${line('large')}` });
  place.git('add', '--all');
  const all = await runCli(['guard', 'pre-commit'], { cwd: place.dir });
  expect([few.exitCode, all.exitCode]).toEqual([1, 1]);
  expect(few.stderr).toContain('small.txt:1:5');
  expect(all.stderr).toContain('small.txt:1:5');
  expect(all.stderr).toContain('large.txt:800001:5');
});
