// From a leaked key to a dead one, with the built command line and a server that plays the vendor: automatically, by hand, and where
// somebody tries to get round an interlock.
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { cliPath, isolateEnv, runCli } from '../../support/cli.ts';
import { type Folder, folder } from '../../support/folder.ts';
import { startInvent } from '../../support/invent-server.ts';
import { type InvoanceServer, startInvoance } from '../../support/invoance-server.ts';
import {
  type DeletePlan,
  deletesInvoanceKeys,
  inventDocument,
  invoanceDocument,
  listChanges,
  managesInventKeys,
  publishes,
} from '../../support/key-management.ts';
import { repo } from '../../support/repo.ts';
import { readReport } from '../../support/reports.ts';
import { expand, expandMany, listPieces } from '../../support/secrets.ts';

const key = expand('invoance_live_<alnum:24>', 'leaked for good');
const DELETE = 'DELETE /v1/api-keys/key_1';
const policy = 'recheck_seconds = 2\n[auto]\nproviders = ["invoance", "invent"]\nmin_confidence = "medium"\n';

async function startVendor(plan: DeletePlan = {}, keys: readonly string[] = [key]): Promise<InvoanceServer> {
  const server = await startInvoance(keys);
  server.addRoute(publishes(invoanceDocument));
  server.addRoute(deletesInvoanceKeys(server, plan));
  return server;
}

/** Of util-linux: runs a program on a terminal of its own. */
const hasTerminals = /util-linux/.test(spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '');

/** What the operator has outside of the repository. */
function createOperator(config = policy) {
  const place = folder({ 'revoke.toml': config });
  const env = { INVGUARD_REVOKE_CONFIG: place.path('revoke.toml'), XDG_STATE_HOME: place.path('state') };
  const journal = place.path('state', 'invguard', 'revocations.jsonl');
  return { place, env, journal, readJournal: () => readFileSync(journal, 'utf8') };
}

function plant(keys: readonly string[] = [key]): Folder {
  return folder(
    Object.fromEntries(keys.map((text, index) => [`deploy/${index}.env`, `INVOANCE_API_KEY=${text}\n`])),
  );
}

type Outcome = Awaited<ReturnType<typeof runCli>>;

interface RevokedFinding {
  readonly fingerprint: string;
  readonly verification: { readonly verdict: string };
  readonly revocation?: {
    readonly state: string;
    readonly reason?: string;
    readonly plan?: { readonly contract: string; readonly variables: readonly string[] };
    readonly check?: { readonly errorCode?: string };
  };
}

function readFindings({ stdout }: Outcome): readonly RevokedFinding[] {
  return readReport(stdout).findings as unknown as readonly RevokedFinding[];
}

describe('an audit with --revoke auto', () => {
  test('takes a key that is only in the history from found to confirmed dead', async () => {
    const server = await startVendor();
    const { env, readJournal } = createOperator();
    const leaky = repo({
      commits: [
        { files: { '.env.production': `INVOANCE_API_KEY=${key}\n` } },
        { files: { '.env.production': null } },
      ],
    });
    const out = folder();
    const args = ['audit', '--verify', '--revoke', 'auto', '--provider-url', `invoance=${server.origin}`];
    const outputs = ['-o', out.path('r.json'), '-o', out.path('r.sarif')];
    const outcome = await runCli([...args, ...outputs], { cwd: leaky.dir, env });
    expect(outcome).toMatchObject({ exitCode: 1, stderr: '' });
    expect(server.keys.get(key)?.state).toBe('revoked');
    expect(listChanges(server)).toEqual([DELETE]);
    expect(server.listCalls().at(-1)).toBe('GET /v1/me');

    expect(outcome.stdout.replace(/\s+/g, ' ')).toContain('Dead: Revoked, and checked.');
    expect(outcome.stdout).toContain('1 revoked');
    const report = JSON.parse(readFileSync(out.path('r.json'), 'utf8')) as { findings: RevokedFinding[] };
    expect(report.findings).toMatchObject([
      {
        verification: { verdict: 'revoked' },
        revocation: {
          state: 'revoked',
          plan: { contract: 'discovered', variables: ['INVOANCE_API_KEY'] },
          check: { errorCode: 'api_key_revoked' },
        },
      },
    ]);
    expect(readFileSync(out.path('r.sarif'), 'utf8')).toContain('"state":"revoked"');
    for (const text of [
      outcome.stdout,
      JSON.stringify(report),
      readFileSync(out.path('r.sarif'), 'utf8'),
      readJournal(),
    ])
      for (const piece of listPieces(key.slice('invoance_live_'.length), 8))
        expect(text).not.toContain(piece);
  });

  test('is what a CI job can do too', async () => {
    const server = await startVendor();
    const { env } = createOperator();
    const leaky = repo({
      commits: [{ files: { 'a.md': '' } }, { files: { '.env': `INVOANCE_API_KEY=${key}\n` } }],
    });
    const args = [
      'ci',
      '--base',
      'HEAD~1',
      '--revoke',
      'auto',
      '--provider-url',
      `invoance=${server.origin}`,
    ];
    const outcome = await runCli(args, { cwd: leaky.dir, env });
    expect(outcome.exitCode).toBe(1);
    expect(listChanges(server)).toEqual([DELETE]);
    expect(readFileSync(leaky.path('invguard.sarif'), 'utf8')).toContain('"state":"revoked"');
  });

  test('finds the id of an Invent key by its preview in the list', async () => {
    const inventKey = expand('<alnum:40>', 'invent leaked');
    const server = await startInvent({ keys: [expand('<alnum:40>', 'someone else'), inventKey] });
    server.addRoute(publishes(inventDocument));
    server.addRoute(managesInventKeys(server));
    const { dir } = folder({ 'a.env': `INVENT_API_KEY=${inventKey}\n` });
    const args = ['audit', '--revoke', 'auto', '--provider-url', `invent=${server.origin}`];
    const outcome = await runCli(args, { cwd: dir, env: createOperator().env });
    expect(outcome.exitCode).toBe(1);
    expect(listChanges(server)).toEqual(['DELETE /orgs/c/api-keys/2']);
    expect(server.keys.get(inventKey)?.state).toBe('deleted');
  });

  test.each<[string, DeletePlan, string]>([
    ['a 202 that does nothing', { revokes: false, reply: { status: 202 } }, 'unconfirmed'],
    ['a 500 that does nothing', { revokes: false, reply: { status: 500 } }, 'unconfirmed'],
  ])('exits with 4 after %s', async (_, plan, state) => {
    const server = await startVendor(plan);
    const args = ['audit', '--revoke', 'auto', '-f', 'json', '--provider-url', `invoance=${server.origin}`];
    const outcome = await runCli(args, { cwd: plant().dir, env: createOperator().env });
    expect(outcome.exitCode).toBe(4);
    expect(readFindings(outcome)[0]!.revocation!.state).toBe(state);
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('sends nothing a second time, run after run', async () => {
    const server = await startVendor({ revokes: false, reply: { status: 202 } });
    const { env } = createOperator();
    const { dir } = plant();
    const args = ['audit', '--revoke', 'auto', '-f', 'json', '--provider-url', `invoance=${server.origin}`];
    await runCli(args, { cwd: dir, env });
    expect((await runCli(args, { cwd: dir, env })).exitCode).toBe(4);
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test.each<[string, string, number]>([
    ['a protected name', `${policy}protected_names = ["key *"]\n`, 4],
    ['a provider that the policy leaves out', policy.replace('"invoance", ', ''), 1],
    ['a contract that the policy leaves out', `${policy}contracts = ["configured"]\n`, 4],
  ])('leaves a key alone for %s', async (_, config, exitCode) => {
    const server = await startVendor();
    const args = ['audit', '--revoke', 'auto', '--provider-url', `invoance=${server.origin}`];
    const outcome = await runCli(args, { cwd: plant().dir, env: createOperator(config).env });
    expect(outcome.exitCode).toBe(exitCode);
    expect(listChanges(server)).toEqual([]);
  });

  test('is as sure as the operator wants, whatever the config of the repository says', async () => {
    const plain = expand('<alnum:40>', 'named only');
    const server = await startVendor({}, [plain]);
    const leaky = repo({
      files: {
        '.env': `INVOANCE_API_KEY=${plain}\n`,
        '.invguard.toml': '[override.invoance-api-key-assignment]\nconfidence = "high"\n',
      },
    });
    const args = ['audit', '--revoke', 'auto', '-f', 'json', '--provider-url', `invoance=${server.origin}`];
    const run = (config: string) => runCli(args, { cwd: leaky.dir, env: createOperator(config).env });
    const outcome = await run(policy.replace('"medium"', '"high"'));
    expect(readFindings(outcome)).toMatchObject([{ confidence: 'high', verification: { verdict: 'live' } }]);
    expect(listChanges(server)).toEqual([]);
    await run(policy);
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('stops at more keys than expected', async () => {
    const keys = expandMany('invoance_live_<alnum:24>', 4, 'too many');
    const server = await startVendor({}, keys);
    const args = ['audit', '--revoke', 'auto', '--provider-url', `invoance=${server.origin}`];
    const outcome = await runCli(args, { cwd: plant(keys).dir, env: createOperator().env });
    expect(outcome.exitCode).toBe(4);
    expect(outcome.stdout.replace(/\s+/g, ' ')).toContain('4 keys are more than the policy’s max_keys (3)');
    expect(listChanges(server)).toEqual([]);
  });

  test.each<[string, (made: Folder) => { env: Record<string, string>; args?: readonly string[] }, string]>([
    ['no policy', () => ({ env: { HOME: folder().dir } }), 'needs a policy, and there is none in /'],
    [
      'a policy of the scanned repository',
      (made) => {
        made.write({ 'revoke.toml': policy });
        return { env: { INVGUARD_REVOKE_CONFIG: 'revoke.toml' } };
      },
      'inside what is scanned',
    ],
    [
      'a policy of everybody',
      () => {
        const { place, env } = createOperator();
        chmodSync(place.path('revoke.toml'), 0o646);
        return { env };
      },
      'may be written by everybody',
    ],
    [
      'a journal in the scanned repository',
      (made) => ({ env: createOperator().env, args: ['--journal', made.path('j')] }),
      'inside what is scanned',
    ],
    [
      'a journal that cannot be written',
      () => ({ env: createOperator().env, args: ['--journal', '/dev/null/j'] }),
      'cannot write the journal',
    ],
    [
      'a journal where no folder can be made',
      () => ({ env: createOperator().env, args: ['--journal', '/proc/x/y/j'] }),
      'cannot write the journal /proc/x/y/j',
    ],
  ])('does not begin with %s', async (_, prepare, reason) => {
    const server = await startVendor();
    const made = plant();
    const { env, args = [] } = prepare(made);
    const call = ['audit', '--revoke', 'auto', '--provider-url', `invoance=${server.origin}`, ...args];
    const outcome = await runCli(call, { cwd: made.dir, env });
    expect(outcome).toMatchObject({ exitCode: 2, stdout: '', stderr: expect.stringContaining(reason) });
    expect(server.requests).toEqual([]);
  });
});

describe('invguard revoke', () => {
  async function begin(plan: DeletePlan = {}, config = 'recheck_seconds = 2\n') {
    const server = await startVendor(plan);
    const operator = createOperator(config);
    const made = plant();
    const run = (...args: readonly string[]) =>
      runCli(['revoke', '-f', 'json', '--provider-url', `invoance=${server.origin}`, ...args], {
        cwd: made.dir,
        env: operator.env,
      });
    return { server, operator, made, run };
  }

  test('shows the plan and sends nothing', async () => {
    const { server, operator, run } = await begin();
    const outcome = await run('-f', 'text');
    expect(outcome).toMatchObject({ exitCode: 0, stderr: '' });
    const text = outcome.stdout.replace(/\s+/g, ' ');
    expect(text).toContain(
      `Plan: DELETE ${server.origin}/v1/api-keys/key_1 with the leaked key, on the word of ${server.origin}/openapi.json (discovered).`,
    );
    expect(text).toContain('Nothing was sent; `invguard revoke --yes --fingerprint');
    expect(listChanges(server)).toEqual([]);
    expect(existsSync(operator.journal)).toBe(false);
  });

  test('revokes the key whose fingerprint is named, and no other', async () => {
    const { server, made, run } = await begin();
    const other = expand('invoance_live_<alnum:24>', 'not meant');
    server.addKey(other);
    made.write({ 'other.env': `INVOANCE_API_KEY=${other}\n` });
    const planned = readFindings(await run());
    const { fingerprint } = planned.find((_, index) => index === 0)!;
    const askedCount = server.requests.length;
    const outcome = await run('--yes', '--fingerprint', fingerprint);
    expect(outcome.exitCode).toBe(0);
    const asked = server.requests.slice(askedCount).map(({ headers }) => headers['authorization'] ?? '');
    expect(new Set(asked.filter((one) => one.startsWith('Bearer '))).size).toBe(1);
    expect(
      readFindings(outcome)
        .map(({ revocation }) => revocation?.state)
        .sort(),
    ).toEqual(['revoked', undefined]);
    expect(listChanges(server)).toHaveLength(1);
    expect(
      readFindings(await run('--yes', '--fingerprint', fingerprint)).find(
        (one) => one.fingerprint === fingerprint,
      )!.revocation!.state,
    ).toBe('already-dead');
    expect(listChanges(server)).toHaveLength(1);
  });

  test.each([
    [['--yes'], '--yes does not say to which keys'],
    [['--yes', '--fingerprint', key], '32 hex digits'],
    [['--yes', '--fingerprint', '0'.repeat(32)], 'there is no secret with this --fingerprint'],
    [['--wait', 'long'], '--wait takes a number'],
    [['--yes', '--fingerprint', '0'.repeat(32), '--journal', '/dev/full'], 'cannot write the journal'],
  ])('refuses %j', async (args, reason) => {
    const { server, run } = await begin();
    const outcome = await run(...args);
    expect(outcome).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(reason) });
    expect(outcome.stderr).not.toContain(key);
    expect(listChanges(server)).toEqual([]);
  });

  test('without a contract tells a person what to do, and exits with 4', async () => {
    const server = await startInvoance([key]);
    const { env } = createOperator('');
    const plan = { cwd: plant().dir, env };
    const call = ['revoke', '-f', 'json', '--provider-url', `invoance=${server.origin}`];
    const [finding] = readFindings(await runCli(call, plan));
    expect(finding!.revocation).toMatchObject({ state: 'planned', plan: { contract: 'guided' } });
    const refused = await runCli([...call, '--yes', '--fingerprint', finding!.fingerprint], plan);
    expect(refused.exitCode).toBe(4);
    expect(readFindings(refused)[0]!.revocation!.state).toBe('refused');
    expect(listChanges(server)).toEqual([]);
  });

  test('with --wait sees a person revoke the key', async () => {
    const server = await startInvoance([key]);
    const plan = { cwd: plant().dir, env: createOperator('').env };
    const call = ['revoke', '-f', 'json', '--provider-url', `invoance=${server.origin}`];
    const [finding] = readFindings(await runCli(call, plan));
    let checkCount = 0;
    server.addRoute(() => {
      if (++checkCount === 7) server.keys.get(key)!.state = 'revoked';
      return undefined;
    });
    const waited = await runCli(
      [...call, '--yes', '--wait', '0.5', '--fingerprint', finding!.fingerprint],
      plan,
    );
    expect(waited).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('waiting for the key') });
    expect(readFindings(waited)[0]!.revocation!.state).toBe('revoked');
  });

  test('takes one key on standard input, for an admin contract of the operator', async () => {
    const server = await startInvoance([key]);
    server.addRoute(deletesInvoanceKeys(server, {}, 'the-admin-key'));
    const config = `recheck_seconds = 2
[contracts.invoance]
method = "DELETE"
path = "/v1/api-keys/{key.id}"
credential = "env:ADMIN_KEY"
accept = [204]
`;
    const env = { ...createOperator(config).env, ADMIN_KEY: 'the-admin-key' };
    const call = [
      'revoke',
      '-',
      '--provider',
      'invoance',
      '-f',
      'json',
      '--provider-url',
      `invoance=${server.origin}`,
    ];
    const plan = { cwd: '/', env, input: `${key}\n` };
    const [finding] = readFindings(await runCli(call, plan));
    expect(finding!.revocation!.plan!.contract).toBe('configured');
    const outcome = await runCli([...call, '--yes', '--fingerprint', finding!.fingerprint], plan);
    expect(outcome.exitCode).toBe(0);
    expect(listChanges(server)).toEqual([DELETE]);
    expect(outcome.stdout + outcome.stderr).not.toContain('the-admin-key');
  });

  test('sees that a key whose revocation was begun is not where it looks', async () => {
    const { made, run } = await begin({ revokes: false, reply: { status: 202 } });
    const { fingerprint } = readFindings(await run())[0]!;
    expect((await run('--yes', '--fingerprint', fingerprint)).exitCode).toBe(4);
    made.write({ 'deploy/0.env': null });
    const outcome = await run('--resume');
    expect(outcome.exitCode).toBe(4);
    expect(readReport(outcome.stdout).problems).toMatchObject([{ subject: `fingerprint ${fingerprint}` }]);
  });

  test('with nothing to resume says so, and what it looked at', async () => {
    const { server, operator, run } = await begin();
    const outcome = await run('--resume');
    expect(outcome.exitCode).toBe(0);
    expect(outcome.stderr).toBe(
      `invguard: nothing to resume: no revocation is open in the journal ${operator.journal} (keys in it: 0)\n`,
    );
    expect(server.requests).toEqual([]);
    const { fingerprint } = readFindings(outcome)[0]!;
    await run('--yes', '--fingerprint', fingerprint);
    const again = await run('--resume', '--fingerprint', fingerprint);
    expect(again.stderr).toContain('of the keys named, none is open in the journal');
    expect(again.stderr).toContain('(keys in it: 1)');
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('tells lines of the journal that cannot be read, and sends nothing', async () => {
    const { server, operator, run } = await begin();
    const line = '{"step":"sending","id":"x"}\n';
    operator.place.write({ 'state/invguard/revocations.jsonl': line });
    const outcome = await run('--resume');
    expect(outcome.exitCode).toBe(3);
    expect(readReport(outcome.stdout).problems).toMatchObject([
      {
        subject: `journal ${operator.journal}`,
        detail: expect.stringContaining('1 of its lines cannot be read'),
      },
    ]);
    expect(outcome.stdout + outcome.stderr).not.toContain('undefined');
    expect(operator.readJournal()).toBe(line);
    expect(listChanges(server)).toEqual([]);
  });

  test('tells them when nothing is resumed, too, and goes on', async () => {
    const { server, operator, run } = await begin();
    const { fingerprint } = readFindings(await run())[0]!;
    operator.place.write({ 'state/invguard/revocations.jsonl': 'no record\n' });
    const outcome = await run('--yes', '--fingerprint', fingerprint);
    expect(outcome.exitCode).toBe(0);
    expect(readReport(outcome.stdout).problems).toMatchObject([
      { subject: `journal ${operator.journal}`, incomplete: false },
    ]);
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test('revokes a key that a mark in the repository allows, when it is named', async () => {
    const { server, made, run } = await begin();
    const { fingerprint } = readFindings(await run())[0]!;
    made.write({ 'deploy/0.env': `INVOANCE_API_KEY=${key} # invguard:allow\n` });
    expect(readFindings(await run())).toEqual([]);
    expect((await run('--yes', '--fingerprint', fingerprint)).exitCode).toBe(0);
    expect(listChanges(server)).toEqual([DELETE]);
  });

  test.skipIf(!hasTerminals).each([
    ['its last four characters', key.slice(-4), 'revoked', 0],
    ['others', 'zzzz', 'planned', 0],
    ['nothing', '', 'planned', 0],
  ])('asks on a terminal, and hears %s', async (_, typed, state, exitCode) => {
    const { server, operator, made } = await begin();
    const report = operator.place.path('report.json');
    const call = [
      process.execPath,
      cliPath,
      'revoke',
      '--yes',
      '-o',
      report,
      '--provider-url',
      `invoance=${server.origin}`,
    ];
    const terminal = spawn('script', ['-qec', call.join(' '), '/dev/null'], {
      cwd: made.dir,
      env: isolateEnv({ ...operator.env, TERM: 'dumb' }),
    });
    terminal.stdout.on('data', (piece: Buffer) => {
      if (piece.toString().includes('to revoke it:')) terminal.stdin.write(`${typed}\n`);
    });
    const code = await new Promise((resolve) => terminal.on('close', resolve));
    expect(code).toBe(exitCode);
    const { findings } = JSON.parse(readFileSync(report, 'utf8')) as { findings: RevokedFinding[] };
    expect(findings[0]!.revocation!.state).toBe(state);
    expect(listChanges(server)).toEqual(state === 'revoked' ? [DELETE] : []);
  });

  test('writes a replacement file for its owner alone, once, and never into what is scanned', async () => {
    const { operator, made, run } = await begin();
    const file = operator.place.path('replacements.txt');
    expect((await run('--replacements', file)).exitCode).toBe(0);
    expect(readFileSync(file, 'utf8')).toBe(`literal:${key}==>***REMOVED***\n`);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const again = await run('--replacements', file);
    expect(again).toMatchObject({
      exitCode: 3,
      stderr: expect.stringContaining('it exists, and no file is written over'),
    });
    const inside = await run('--replacements', made.path('r.txt'));
    expect(inside).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('inside what is scanned') });
    expect(existsSync(made.path('r.txt'))).toBe(false);
  });
});
