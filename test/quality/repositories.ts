// Real public repositories: how many secrets each rule finds in their files and histories, next to what was counted and looked at by hand
// before (`test/corpus/real-repositories.json`). A rule that gets noisy shows there first.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { json } from 'node:stream/consumers';

import { formatTable } from './tables.ts';

/** What was found in one repository as it was at a commit. */
export interface RepositoryCount {
  /** `owner/name`. */
  readonly repository: string;
  readonly commit: string;
  /** Objects that were read. */
  readonly blobs: number;
  /** Findings by rule and its confidence: `dotenv-secret (low)`. */
  readonly findings: Readonly<Record<string, number>>;
}

/** What `--save` keeps. */
export interface PinnedCounts {
  readonly date: string;
  readonly repositories: readonly RepositoryCount[];
}

interface AuditReport {
  readonly coverage: { readonly blobs: number };
  readonly findings: readonly { readonly rule: string; readonly confidence: string }[];
}

/** Counts in each folder and prints the counts that changed; resolves to 1 when a pinned one did. `isSaved` pins what was counted. */
export async function countRepositories(
  folders: readonly string[],
  run: {
    readonly cli: string;
    readonly corpus: string;
    readonly isSaved: boolean;
    readonly print: (text: string) => void;
  },
): Promise<number> {
  const file = path.join(run.corpus, 'real-repositories.json');
  const pinned: PinnedCounts = existsSync(file)
    ? JSON.parse(readFileSync(file, 'utf8'))
    : { date: '', repositories: [] };
  const counts: RepositoryCount[] = [];
  for (const folder of folders) counts.push(await countFindings(folder, run.cli));
  run.print(formatTable([['', 'objects', 'findings'], ...counts.map(toRow)]));
  const changed = counts.filter((count) => isChanged(count, pinned.repositories));
  for (const { repository } of changed) run.print(`CHANGED since ${pinned.date}: ${repository}\n`);
  if (run.isSaved) save(file, counts);
  return changed.length > 0 ? 1 : 0;
}

async function countFindings(folder: string, cli: string): Promise<RepositoryCount> {
  const args = ['audit', folder, '-f', 'json', '--no-cache', '--no-policy', '--no-inline-marks'];
  const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
  const report = (await json(child.stdout)) as AuditReport;
  const findings: Record<string, number> = {};
  for (const { rule, confidence } of report.findings) {
    const name = `${rule} (${confidence})`;
    findings[name] = (findings[name] ?? 0) + 1;
  }
  const commit = spawnSync('git', ['-C', folder, 'rev-parse', 'HEAD'], { encoding: 'utf8' }).stdout.trim();
  return { repository: readName(folder), commit, blobs: report.coverage.blobs, findings };
}

/** A folder's own name, or its parent's for a bare `repo`; `+` stands for `/`. */
function readName(folder: string): string {
  const whole = path.resolve(folder);
  const name = path.basename(whole) === 'repo' ? path.basename(path.dirname(whole)) : path.basename(whole);
  return name.replace('+', '/');
}

function toRow({ repository, blobs, findings }: RepositoryCount): readonly string[] {
  const told = Object.entries(findings).map(([rule, count]) => `${count} × ${rule}`);
  return [repository, String(blobs), told.join(', ') || '–'];
}

/** Only what is pinned for the same commit can be compared. */
function isChanged(count: RepositoryCount, pinned: readonly RepositoryCount[]): boolean {
  const known = pinned.find(
    ({ repository, commit }) => repository === count.repository && commit === count.commit,
  );
  return known !== undefined && JSON.stringify(known.findings) !== JSON.stringify(count.findings);
}

function save(file: string, repositories: readonly RepositoryCount[]): void {
  const sorted = repositories.toSorted((a, b) => a.repository.localeCompare(b.repository));
  const record: PinnedCounts = { date: new Date().toISOString().slice(0, 10), repositories: sorted };
  writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
}
