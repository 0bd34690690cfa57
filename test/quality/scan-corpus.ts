// Scans a folder of planted files with the built command line, as anybody would, and tells what was found in which file.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';

/** One file to plant; its path is unique. */
export interface Planted {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A secret that was found in a planted file. */
export interface Found {
  readonly rule: string;
  readonly kind: string;
  readonly confidence: 'high' | 'medium' | 'low';
  readonly secret: string;
  readonly line: number;
}

interface JsonReport {
  readonly complete: boolean;
  readonly findings: readonly (Omit<Found, 'line'> & {
    readonly places: readonly { readonly path: string; readonly line: number }[];
  })[];
}

/** What was found, by the index of the planted file. Throws when anything was not read. `folder` is the caller's to remove. */
export async function scanPlanted(
  files: readonly Planted[],
  { cli, folder }: { readonly cli: string; readonly folder: string },
): Promise<readonly (readonly Found[])[]> {
  for (const [index, file] of files.entries()) write(path.join(folder, String(index), file.path), file.bytes);
  const { complete, findings } = await runScan(cli, folder);
  if (!complete) throw new Error('the corpus was not read whole');
  const found = files.map((): Found[] => []);
  for (const { places, ...finding } of findings) {
    for (const { path: place, line } of places) found[Number.parseInt(place, 10)]!.push({ ...finding, line });
  }
  return found;
}

function write(file: string, bytes: Uint8Array): void {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, bytes);
}

async function runScan(cli: string, folder: string): Promise<JsonReport> {
  const args = [
    'scan',
    '.',
    '-f',
    'json',
    '--no-git',
    '--no-policy',
    '--no-inline-marks',
    '--show-secrets',
    '--force',
  ];
  const child = spawn(process.execPath, [cli, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(await text(child.stdout)) as JsonReport;
}
