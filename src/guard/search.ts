// Searches what a hook has to have searched, through the same pipeline as every scan.

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { addSkipCounts, type Coverage } from '../core/coverage.ts';
import { ToolError } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import type { FaultyMark } from '../core/mark.ts';
import type { Problem } from '../core/problem.ts';
import { type ScanRequest, scan } from '../pipeline.ts';
import { cutScissors } from './message.ts';
import { findNamedFiles, type NamedFiles } from './named-files.ts';
import { findPart, type HookCall, type Watch } from './watch.ts';

/** What came of it. */
export interface Watched {
  readonly watch: Watch;
  readonly findings: readonly Finding[];
  readonly problems: readonly Problem[];
  readonly faultyMarks: readonly FaultyMark[];
  readonly coverage: Coverage;
}

/** How everything is searched. */
export type SearchSettings = Pick<
  ScanRequest,
  'rules' | 'excludedByConfig' | 'markSyntaxes' | 'decodes' | 'archiveLimits'
>;

/** Searches each in turn until one had something to read; tells about that one, or else about the first. */
export async function searchWatches(
  watches: readonly Watch[],
  call: HookCall,
  settings: SearchSettings,
): Promise<Watched> {
  let first: Watched | undefined;
  for (const watch of watches) {
    const watched = await search(watch, call, settings);
    if (hasRead(watched)) return watched;
    first ??= watched;
  }
  return first!;
}

function hasRead({ coverage, problems }: Watched): boolean {
  return coverage.blobCount > 0 || coverage.isInterrupted || problems.length > 0;
}

async function search(watch: Watch, call: HookCall, settings: SearchSettings): Promise<Watched> {
  const named = watch.kind === 'files' ? findNamedFiles(watch.paths, call.cwd) : NO_FILES;
  const findings: Finding[] = [];
  const problems: Problem[] = [];
  const faultyMarks: FaultyMark[] = [];
  let coverage: Coverage | undefined;
  for await (const event of scan(describeScan(watch, named, { call, settings }))) {
    if (event.type === 'finding') findings.push(event.finding);
    else if (event.type === 'problem') problems.push(event.problem);
    else if (event.type === 'faulty-mark') faultyMarks.push(event.faulty);
    else if (event.type === 'end') coverage = event.coverage;
  }
  return { watch, findings, problems, faultyMarks, coverage: withLinks(coverage!, named) };
}

const NO_FILES: NamedFiles = { paths: [], linkCount: 0 };

function withLinks(coverage: Coverage, { linkCount }: NamedFiles): Coverage {
  if (linkCount === 0) return coverage;
  const skipped = { 'symbolic link': linkCount };
  addSkipCounts(skipped, coverage.skipped);
  return { ...coverage, skipped };
}

function describeScan(
  watch: Watch,
  { paths }: NamedFiles,
  { call: { cwd, signal }, settings }: { call: HookCall; settings: SearchSettings },
): ScanRequest {
  const part = findPart(watch);
  return {
    ...settings,
    ...{ paths, cwd, signal },
    ...{ include: [], exclude: [], usesGit: false, honoursIgnoreFiles: false, drawsFrames: true },
    ...(watch.kind === 'message' && { stdin: openMessage(resolve(cwd, watch.file)) }),
    ...(part && {
      repository: {
        ...{ part, directory: cwd, keepsPlace: true },
        ...{ requiresFullHistory: false, showsEmails: false, usesCache: false },
      },
    }),
  };
}

/** Without a path: rules for files of a kind have no business in a message. */
function openMessage(file: string): NonNullable<ScanRequest['stdin']> {
  const text = cutScissors(readMessage(file));
  const stream = (async function* () {
    yield text;
  })();
  return { stream, path: '', label: 'commit message' };
}

function readMessage(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw new ToolError('missing-path', `cannot read the commit message ${file}`, {
      hint: 'Let the hook pass on what git gives it: invguard guard commit-msg "$1"',
      cause: error,
    });
  }
}
