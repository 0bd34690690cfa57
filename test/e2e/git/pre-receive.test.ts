import { chmodSync, existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cliPath } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { makeKey } from '../../support/git-scan.ts';
import { repo } from '../../support/repo.ts';

test('what is being pushed is read from the quarantine before the server takes it', () => {
  const place = repo({ commits: [{ files: { 'a.txt': 'x\n' } }] });
  const server = folder();
  place.git('clone', '--quiet', '--bare', '.', server.path('server.git'));
  const log = server.path('log.json');
  const scan = `'${process.execPath}' '${cliPath}' scan --range "^$old $new" --format json >'${log}' || exit 1`;
  server.write({ 'server.git/hooks/pre-receive': `#!/bin/sh\nwhile read old new ref; do ${scan}; done\n` });
  chmodSync(server.path('server.git/hooks/pre-receive'), 0o755);

  place.commit({ 'b.txt': 'clean\n' });
  const push = () => place.git('push', '--quiet', server.path('server.git'), 'main');
  push();
  expect(existsSync(log)).toBe(true);
  place.commit({ 'b.txt': `key ${makeKey('pushed')}\n` });
  expect(push).toThrow(/pre-receive hook declined/);
  const report = JSON.parse(readFileSync(log, 'utf8')) as { findings: { places: { path: string }[] }[] };
  expect(report.findings[0]!.places).toMatchObject([{ kind: 'blob', path: 'b.txt' }]);
});
