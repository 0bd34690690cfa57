import type { Coverage } from './coverage.ts';
import type { Finding } from './finding.ts';
import type { FaultyMark } from './mark.ts';
import type { Problem } from './problem.ts';

/**
 * What a scan tells, in this order: any number of `progress`, `problem` and `faulty-mark`, then every `finding` (sorted by first
 * place), then one `end`. Findings come last because a secret's places are only known when all was read.
 */
export type ScanEvent =
  | { readonly type: 'progress'; readonly blobCount: number; readonly byteCount: number }
  | { readonly type: 'problem'; readonly problem: Problem }
  | { readonly type: 'faulty-mark'; readonly faulty: FaultyMark }
  | { readonly type: 'finding'; readonly finding: Finding }
  | { readonly type: 'end'; readonly coverage: Coverage };
