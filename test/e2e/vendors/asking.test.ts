// `--verify` on scans: each key goes to its own vendor, once, and nowhere else; without it nobody is asked.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { startInvent } from '../../support/invent-server.ts';
import { startInvoance } from '../../support/invoance-server.ts';
import { repo } from '../../support/repo.ts';
import { dropDurations, readReport } from '../../support/reports.ts';
import { expand, expandMany, listPieces } from '../../support/secrets.ts';
import { makeCertificate } from '../../support/vendor-server.ts';

const [live, revoked, removed] = expandMany('invoance_live_<alnum:24>', 3, 'asking') as [
  string,
  string,
  string,
];
const inventKey = expand('<alnum:40>', 'asking invent');
const canary = expand('<alnum:40>', 'asking canary');
const hidden = [live, revoked, removed].map((key) => key.slice(14)).concat(inventKey, canary);

const files = {
  'a.ts': `new InvoanceClient("${live}"); // ${revoked}\n`,
  'b/again.ts': `const again = "${live}";\n`,
  '.env': `INVENT_API_KEY=${inventKey}\nDB_PASSWORD=${canary}\nINVOANCE_BASE_URL=http://127.0.0.1:9\n`,
};

async function startVendors() {
  const invoance = await startInvoance([live, removed]);
  invoance.addKey(revoked, { state: 'revoked' });
  const invent = await startInvent({ keys: [inventKey], assistantSecret: canary });
  const urls = ['--provider-url', `invoance=${invoance.origin}`, '--provider-url', `invent=${invent.origin}`];
  return { invoance, invent, args: ['--verify', ...urls] };
}

const verdictOf = (report: string) =>
  Object.fromEntries(
    readReport(report).findings.map(({ preview, verification }) => [
      preview.slice(-4),
      verification?.verdict,
    ]),
  );

test('a scan tells which keys are live, and asks about each once', async () => {
  const { invoance, invent, args } = await startVendors();
  const { exitCode, stdout, stderr } = await runCli(['scan', '-f', 'json', ...args], {
    cwd: folder(files).dir,
  });
  expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  expect(verdictOf(stdout)).toEqual({
    [live.slice(-4)]: 'live',
    [revoked.slice(-4)]: 'revoked',
    [inventKey.slice(-4)]: 'live',
    [canary.slice(-4)]: 'unchecked',
  });
  expect(invoance.listCalls()).toEqual(['GET /v1/me', 'GET /v1/me']);
  expect(invent.listCalls()).toEqual(['GET /orgs/c/assistants?page=1&take=1']);
  expect(invoance.requests.map(({ headers }) => headers['user-agent'])).toEqual(
    Array(2).fill(expect.stringMatching(/^invguard\/\d/)),
  );
});

test('the report tells live keys first, whose they are and what they open', async () => {
  const { args, invoance, invent } = await startVendors();
  const { stdout } = await runCli(['scan', ...args], { cwd: folder(files).dir });
  const text = dropDurations(stdout)
    .replaceAll(invoance.origin, 'https://api.invoance.com')
    .replaceAll(invent.origin, 'https://api.useinvent.com')
    // The paragraph is filled to the width of the true origins, which differ from run to run.
    .replace(/\s+/g, ' ');
  expect(text.indexOf(', live')).toBeLessThan(text.indexOf(', revoked'));
  expect(text).toContain(
    'Key: The vendor says that the key is valid. (GET https://api.invoance.com/v1/me: 200)',
  );
  expect(text).toContain(`The vendor calls it key 1, id key_1, ending in ${live.slice(-4)}.`);
  expect(text).toContain('It acts for Acme GmbH, on the plan growth. Its scopes are read, write.');
  expect(text).toContain('it works on every sub-organisation too');
  expect(text).toContain('2 live, 1 not checked, 1 revoked.');
});

test('an audit asks about the keys of the history too', async () => {
  const { invoance, args } = await startVendors();
  const { dir } = repo({
    commits: [
      { files: { 'a.ts': `const key = "${removed}";\n` } },
      { files: { 'a.ts': 'const key = env;\n' } },
    ],
  });
  const { stdout } = await runCli(['audit', '-f', 'json', ...args], { cwd: dir });
  expect(verdictOf(stdout)).toEqual({ [removed.slice(-4)]: 'live' });
  expect(invoance.requests).toHaveLength(1);
});

test('a CI job asks about the keys that its change brings', async () => {
  const { invoance, args } = await startVendors();
  const { dir } = repo({
    commits: [
      { files: { 'old.ts': `const key = "${revoked}";\n` } },
      { files: { 'new.ts': `const key = "${live}";\n` } },
    ],
  });
  const { exitCode, stdout } = await runCli(['ci', '--base', 'HEAD~1', '-f', 'json', ...args], { cwd: dir });
  expect(exitCode).toBe(1);
  expect(verdictOf(stdout)).toEqual({ [live.slice(-4)]: 'live' });
  expect(readFileSync(`${dir}/invguard.sarif`, 'utf8')).toContain('"verdict":"live"');
  expect(invoance.requests).toHaveLength(1);
});

test('asking does not change how a scan ends', async () => {
  const { args } = await startVendors();
  const cwd = folder({ 'a.ts': `const key = "${revoked}";\n` }).dir;
  expect((await runCli(['scan', ...args], { cwd })).exitCode).toBe(1);
  expect((await runCli(['scan', ...args, '--exit-zero'], { cwd })).exitCode).toBe(0);
  expect((await runCli(['scan', ...args], { cwd: folder().dir })).exitCode).toBe(0);
});

const certificate = makeCertificate();

test.skipIf(!certificate)(
  'a vendor of the operator is asked over TLS when its certificate is trusted',
  async () => {
    const server = await startInvoance([live], certificate);
    const args = ['scan', '-f', 'json', '--verify', '--provider-url', `invoance=${server.origin}`];
    const { dir } = folder({ 'a.ts': `const key = "${live}";\n` });
    const trusting = await runCli(args, { cwd: dir, env: { NODE_EXTRA_CA_CERTS: certificate!.file } });
    expect(verdictOf(trusting.stdout)).toEqual({ [live.slice(-4)]: 'live' });
    const distrusting = await runCli(args, { cwd: dir, env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } });
    expect(verdictOf(distrusting.stdout)).toEqual({ [live.slice(-4)]: 'unknown' });
    expect(distrusting.stdout).toContain('NODE_EXTRA_CA_CERTS');
    expect(server.requests).toHaveLength(1);
  },
);

test.each([
  ['a vendor nobody knows', ['--verify', '--provider-url', 'invoice=https://example.com']],
  ['a place in the clear', ['--verify', '--provider-url', 'invoance=http://example.com']],
  ['a place for nothing', ['--provider-url', 'invoance=https://example.com']],
])('%s ends the run before anything is read', async (_, args) => {
  const { exitCode, stdout, stderr } = await runCli(['scan', ...args], { cwd: folder(files).dir });
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toContain('--provider-url');
});

test('what is scanned decides neither where vendors are asked nor what is sent to them', async () => {
  const { invoance, args } = await startVendors();
  const rule = (id: string, prefix: string) => `[[rules]]
id = "${id}"
kind = "invoance-api-key"
title = "t"
risk = "r"
remedy = "r"
severity = "high"
confidence = "high"
provider = "invoance"
keywords = ["${prefix}"]
pattern = '''(?<secret>${prefix}[A-Za-z0-9]{24})'''
references = [{ url = "https://example.com", date = "2026-11-01" }]
match = ["${prefix}<alnum:24>", "a ${prefix}<alnum:24>"]
miss = ["${prefix}", "nothing"]
`;
  const { dir } = folder({
    '.invguard.toml': 'rule-files = ["repository.toml"]\n',
    'repository.toml': rule('repository-rule', 'internal_'),
    'operator.toml': rule('operator-rule', 'outside_'),
    '.env': 'INVOANCE_BASE_URL=http://127.0.0.1:9\nINVGUARD_PROVIDER_URL=invoance=http://127.0.0.1:9\n',
    'a.txt': expand('internal_<alnum:24> outside_<alnum:24>\n', 'own rules'),
  });
  const words = ['scan', '-f', 'json', '--rules', 'operator.toml', ...args];
  const elsewhere = 'http://127.0.0.1:9';
  const env = {
    INVOANCE_BASE_URL: elsewhere,
    HTTP_PROXY: elsewhere,
    HTTPS_PROXY: elsewhere,
    NODE_USE_ENV_PROXY: '1',
  };
  const { findings } = readReport((await runCli(words, { cwd: dir, env })).stdout);
  expect(findings.map(({ rule: id, verification }) => [id, verification?.verdict])).toEqual([
    ['repository-rule', 'unchecked'],
    ['operator-rule', 'dead'],
  ]);
  expect(invoance.requests.map(({ headers }) => headers['authorization'])).toEqual([
    expect.stringContaining('Bearer outside_'),
  ]);
});

/** Tells on standard error whenever the process looks up a name or opens a connection, and whether it loads what could. */
const watch = `data:text/javascript,${encodeURIComponent(`
  import net from 'node:net';
  import dns from 'node:dns';
  import { syncBuiltinESMExports } from 'node:module';
  const { connect } = net.Socket.prototype;
  const { lookup } = dns;
  net.Socket.prototype.connect = function (...words) {
    process.stderr.write('CONNECTS ');
    return connect.apply(this, words);
  };
  dns.lookup = (...words) => {
    process.stderr.write('LOOKS UP ');
    return lookup(...words);
  };
  syncBuiltinESMExports();
  process.on('exit', () => {
    if (process.moduleLoadList.some((name) => /^NativeModule https?$/.test(name))) process.stderr.write('LOADS ');
  });
`)}`;

test('a scan or an audit that is not told to ask opens no connection, and loads nothing that could', async () => {
  const { invoance, args } = await startVendors();
  const { dir } = repo({ commits: [{ files }] });
  const plan = { cwd: dir, nodeArgs: ['--import', watch] };
  for (const words of [['scan'], ['scan', '--history'], ['audit'], ['audit', '-f', 'sarif']]) {
    const { exitCode, stderr } = await runCli(words, plan);
    expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' });
  }
  expect(invoance.requests).toEqual([]);
  const { stderr } = await runCli(['scan', ...args], plan);
  expect(stderr).toContain('CONNECTS');
  expect(stderr).toContain('LOADS');
});

test('no byte that is written tells a secret, whatever is logged and whatever goes wrong', async () => {
  const pieces = hidden.flatMap((key) => listPieces(key, 8));
  const { invoance, invent, args } = await startVendors();
  // A vendor that quotes the key wherever it can.
  const key = invoance.keys.get(live)!;
  Object.assign(key, { name: `mine: ${live}`, id: live, scopes: [live.slice(14), 'read'] });
  const { dir } = folder(files);
  const plan = { cwd: dir, env: { NODE_DEBUG: 'http,https,net,tls,stream,timer,dns' } };
  for (const format of ['text', 'json', 'jsonl', 'sarif']) {
    const { stdout, stderr } = await runCli(['scan', '-f', format, ...args], plan);
    expect(stderr).toContain('HTTP');
    expect(pieces.filter((piece) => stdout.includes(piece) || stderr.includes(piece))).toEqual([]);
  }
  for (const server of [invoance, invent]) {
    expect(server.requests.length).toBeGreaterThan(3);
    for (const { path, headers } of server.requests) {
      const { authorization, ...others } = headers;
      const told = JSON.stringify([path, others]);
      expect(pieces.filter((piece) => told.includes(piece))).toEqual([]);
    }
    server.addRoute(({ headers }) => ({
      status: 404,
      headers: { 'x-echo': headers['authorization']! },
      body: headers['authorization']!,
    }));
  }
  const broken = await runCli(['scan', '-f', 'json', ...args], plan);
  expect(Object.values(verdictOf(broken.stdout)).sort()).toEqual([
    'unchecked',
    'unknown',
    'unknown',
    'unknown',
  ]);
  expect(pieces.filter((piece) => broken.stdout.includes(piece) || broken.stderr.includes(piece))).toEqual(
    [],
  );
});
