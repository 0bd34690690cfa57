import { expect, test } from 'vitest';
import { runCli } from '../support/cli.ts';
import { repo } from '../support/repo.ts';
import { expand } from '../support/secrets.ts';

const [first, second] = ['1', '2'].map((seed) => expand('zebra_<alnum:20>', seed)) as [string, string];
const gitleaks = `[extend]
useDefault = true

[[rules]]
id = "Zebra_Key"
description = "Zebra key"
regex = '''(?i)\\bzebra_[a-z0-9]{16,}'''
keywords = ["zebra_"]

[[rules.allowlists]]
description = "test vectors"
paths = ['''(^|/)test/''']
`;
const files = { 'a.txt': `k = ${first}\n`, 'test/b.txt': `k = ${second}\n` };
const own = 'gitleaks = ".gitleaks.toml"\n';

async function scan(config: Readonly<Record<string, string>>) {
  const { dir } = repo({ files: { ...files, ...config } });
  const { exitCode, stdout, stderr } = await runCli(['scan', '--format', 'json'], { cwd: dir });
  return { exitCode, stderr, report: exitCode === 2 ? undefined : JSON.parse(stdout) };
}

test('a config of gitleaks that nobody asks for does not count, and that is told', async () => {
  const { exitCode, report } = await scan({ '.gitleaks.toml': gitleaks });
  expect([exitCode, report.notices]).toMatchObject([0, [{ code: 'unread-policy', where: '.gitleaks.toml' }]]);
});

test('one that is asked for finds and allows what it did', async () => {
  const { exitCode, report } = await scan({ '.gitleaks.toml': gitleaks, '.invguard.toml': own });
  expect(exitCode).toBe(1);
  expect(report.findings).toMatchObject([{ rule: 'zebra-key', places: [{ path: 'a.txt' }] }]);
  expect(report.allowed).toMatchObject([
    { places: [{ path: 'test/b.txt' }], allowance: { where: '.gitleaks.toml:10', reason: 'test vectors' } },
  ]);
  expect(report.notices).toMatchObject([{ where: '.gitleaks.toml:2' }]);
});

test('a rule that cannot be kept ends with exit 2 and its line, until it is named as off', async () => {
  const refused = `${gitleaks}\n[[rules]]\nid = "any-hex"\nregex = '''[0-9a-f]{32}'''\n`;
  const before = await scan({ '.gitleaks.toml': refused, '.invguard.toml': own });
  expect(before.exitCode).toBe(2);
  expect(before.stderr).toContain('.gitleaks.toml:16:1: rule any-hex, regex');
  expect(before.stderr).toContain('disable-rules');
  const after = await scan({
    '.gitleaks.toml': refused,
    '.invguard.toml': `${own}disable-rules = ["any-hex"]\n`,
  });
  expect(after.exitCode).toBe(1);
});
