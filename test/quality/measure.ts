// One measurement of recall and precision: everything that was planted, and everything that is harmless, through the built command line.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Rule } from '../../src/core/rule.ts';
import { type Case, listCases } from '../corpus/cases.ts';
import { listHarmlessFiles } from '../corpus/false-alarms/list-files.ts';
import { judgeCases, type Outcome } from './judge.ts';
import { type Found, type Planted, scanPlanted } from './scan-corpus.ts';

/** A finding where there is no secret. */
export interface FalseAlarm extends Found {
  readonly corpus: string;
  readonly id: string;
}

export interface CorpusTally {
  readonly corpus: string;
  readonly fileCount: number;
  readonly byteCount: number;
}

export interface Precision {
  readonly tallies: readonly CorpusTally[];
  readonly alarms: readonly FalseAlarm[];
}

/** The recall over the cases that `isWanted`; all of them take a quarter of a minute. */
export async function measureRecall(
  { cli, rules }: { readonly cli: string; readonly rules: readonly Rule[] },
  isWanted: (one: Case) => boolean = () => true,
): Promise<readonly Outcome[]> {
  const cases = listCases().filter(isWanted);
  const files = cases.map(({ path, bytes }) => ({ path, bytes }));
  return judgeCases(cases, await scanInFolder(files, cli), rules);
}

export async function measurePrecision(cli: string): Promise<Precision> {
  const files = listHarmlessFiles();
  const found = await scanInFolder(files, cli);
  const alarms = files.flatMap(({ corpus, id }, index) =>
    found[index]!.map((finding) => ({ ...finding, corpus, id })),
  );
  const tallies = [...new Set(files.map(({ corpus }) => corpus))].map((corpus) => {
    const own = files.filter((file) => file.corpus === corpus);
    return {
      corpus,
      fileCount: own.length,
      byteCount: own.reduce((sum, { bytes }) => sum + bytes.length, 0),
    };
  });
  return { tallies, alarms };
}

async function scanInFolder(files: readonly Planted[], cli: string): Promise<readonly (readonly Found[])[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'invguard-quality-'));
  try {
    return await scanPlanted(files, { cli, folder });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
