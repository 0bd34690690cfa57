// What the tests of git's hazards share: a secret made at run time, and the built command line's JSON report of what it found.
import { expect } from 'vitest';
import { type CliPlan, runCli } from './cli.ts';
import './repo.ts';
import { expand } from './secrets.ts';

/** An Invoance key that no file holds; the same for the same seed. */
export function makeKey(seed: string): string {
  return expand('invoance_live_<alnum:32>', seed);
}

/** One place of the report, with the preview of its secret. */
export interface SeenPlace {
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  readonly preview: string;
  readonly [member: string]: unknown;
}

export interface Seen {
  readonly exitCode: number;
  readonly places: readonly SeenPlace[];
  /** Of the places, `kind path`, sorted. */
  readonly names: readonly string[];
  readonly problems: readonly {
    readonly code: string;
    readonly subject: string;
    readonly incomplete: boolean;
  }[];
  readonly coverage: { readonly blobs: number; readonly skipped: Readonly<Record<string, number>> };
  readonly stdout: string;
  readonly stderr: string;
}

interface Report extends Pick<Seen, 'problems' | 'coverage'> {
  readonly findings: readonly { readonly preview: string; readonly places: readonly SeenPlace[] }[];
}

/** Runs a scan and reads its report; fails when it wrote none. */
export async function see(args: readonly string[], plan: CliPlan): Promise<Seen> {
  const { exitCode, stdout, stderr } = await runCli([...args, '--format', 'json'], plan);
  expect(stderr).toBe('');
  const report = JSON.parse(stdout) as Report;
  const places = report.findings.flatMap(({ preview, places }) =>
    places.map((place) => ({ ...place, preview })),
  );
  const names = places.map(({ kind, path }) => `${kind} ${path}`).sort();
  return { exitCode, places, names, ...pickRun(report), stdout, stderr };
}

function pickRun({ problems, coverage }: Report): Pick<Report, 'problems' | 'coverage'> {
  return { problems, coverage };
}

/** Asserts that a report shows the key's tail and never the key. */
export function expectKey(seen: Seen, key: string): void {
  expect(seen.stdout).not.toContain(key);
  expect(seen.places.map(({ preview }) => preview)).toContain(`invoance_live_********${key.slice(-4)}`);
}
