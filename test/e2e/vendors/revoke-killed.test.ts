// A run that is killed, or stands still, at every step of a revocation: the vendor never gets two requests that revoke, and what
// became of the key is told in the end.
import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { finish, runCli, startCli } from '../../support/cli.ts';
import { folder } from '../../support/folder.ts';
import { type GatePlan, openGate } from '../../support/gate.ts';
import { startInvoance } from '../../support/invoance-server.ts';
import {
  deletesInvoanceKeys,
  invoanceDocument,
  listChanges,
  publishes,
} from '../../support/key-management.ts';
import { readReport } from '../../support/reports.ts';
import { expand } from '../../support/secrets.ts';

const key = expand('invoance_live_<alnum:24>', 'killed');
const DELETE = 'DELETE /v1/api-keys/key_1';
/** What a run asks, a connection each. */
const steps = ['the verdict', 'the document', 'the proof that it lives', 'the request', 'the check'] as const;

interface Run {
  readonly exitCode: number;
  readonly state: string | undefined;
}

async function begin(plan: GatePlan) {
  const server = await startInvoance([key]);
  server.addRoute(publishes(invoanceDocument));
  server.addRoute(deletesInvoanceKeys(server));
  const place = folder({ 'leak/.env': `INVOANCE_API_KEY=${key}\n`, 'revoke.toml': 'recheck_seconds = 1\n' });
  const env = { INVGUARD_REVOKE_CONFIG: place.path('revoke.toml'), XDG_STATE_HOME: place.path('state') };
  const journal = place.path('state/invguard/revocations.jsonl');
  const cli = { cwd: place.path('leak'), env };
  const call = ['revoke', '-f', 'json', '--provider-url'];
  const run = async (...args: readonly string[]): Promise<Run> => {
    const { exitCode, stdout } = await runCli([...call, `invoance=${server.origin}`, ...args], cli);
    const [finding] = readReport(stdout).findings as unknown as { revocation?: { state: string } }[];
    return { exitCode, state: finding?.revocation?.state };
  };
  const { stdout } = await runCli(['scan', '-f', 'json'], cli);
  const yes = ['--yes', '--fingerprint', readReport(stdout).findings[0]!.fingerprint];
  const gate = await openGate(server.origin, plan);
  const child = startCli([...call, `invoance=${gate.origin}`, ...yes], cli);
  child.stdin.end();
  await gate.held;
  return {
    server,
    gate,
    child,
    run,
    yes,
    readJournal: () => (existsSync(journal) ? readFileSync(journal, 'utf8') : ''),
  };
}

function kill(child: ReturnType<typeof startCli>): Promise<void> {
  return new Promise((resolve) => {
    child.on('close', () => resolve());
    child.kill('SIGKILL');
  });
}

/** Of the first two steps, which leave nothing behind, one moment each. */
const points = steps.flatMap((step, index) =>
  (['before the request', 'after the answer'] as const)
    .filter((moment) => index >= 2 || moment === 'after the answer')
    .map((moment) => ({ step, moment, heldNumber: index + 1 })),
);

describe.skipIf(process.platform === 'win32')('a run that is killed', () => {
  test.each(points)(
    'at $step, $moment',
    async ({ heldNumber, moment }) => {
      const { server, child, run, yes, readJournal } = await begin({ heldNumber, moment });
      await kill(child);
      const isClaimed = heldNumber >= 4;
      expect(readJournal().includes('"sending"')).toBe(isClaimed);
      const isDead = heldNumber > 4 || (heldNumber === 4 && moment === 'after the answer');
      expect(server.keys.get(key)!.state).toBe(isDead ? 'revoked' : 'live');

      const looked = await run('--resume');
      if (isDead) expect(looked).toEqual({ exitCode: 0, state: 'revoked' });
      else if (isClaimed) expect(looked).toEqual({ exitCode: 4, state: 'unconfirmed' });
      else expect(looked).toEqual({ exitCode: 0, state: undefined });
      expect(listChanges(server)).toEqual(isDead ? [DELETE] : []);

      const again = await run(...yes);
      if (isDead) expect(again).toEqual({ exitCode: 0, state: 'already-dead' });
      else if (isClaimed) expect(again).toEqual({ exitCode: 4, state: 'unconfirmed' });
      else expect(again).toEqual({ exitCode: 0, state: 'revoked' });

      if (isClaimed && !isDead)
        expect(await run('--resume', ...yes)).toEqual({ exitCode: 0, state: 'revoked' });
      expect(listChanges(server)).toEqual([DELETE]);
    },
    30_000,
  );

  test('is taken up by whoever looks at the same key next, without --resume', async () => {
    const { server, child, run, yes } = await begin({ heldNumber: 4, moment: 'after the answer' });
    await kill(child);
    expect(await run(...yes)).toEqual({ exitCode: 0, state: 'revoked' });
    expect(listChanges(server)).toEqual([DELETE]);
  }, 30_000);
});

test('a run that stands still keeps another from sending, and goes on when it may', async () => {
  const { server, gate, child, run, yes } = await begin({ heldNumber: 4, moment: 'before the request' });
  for (const args of [yes, ['--resume', ...yes], ['--resume']]) {
    expect(await run(...args)).toEqual({ exitCode: 4, state: 'refused' });
    expect(listChanges(server)).toEqual([]);
  }
  gate.release();
  expect((await finish(child)).exitCode).toBe(0);
  expect(listChanges(server)).toEqual([DELETE]);
}, 30_000);
