import type { Context } from '../command.ts';
import type { Bar } from './progress-bar.ts';

const DELAY_MS = 1000;

export interface Progress {
  readonly show: (state: { blobCount: number; byteCount: number }) => void;
  readonly stop: () => void;
}

/** A line on the terminal that tells how far the scan is, from its second second on; nothing in pipes and CI. */
export function watchProgress(context: Context, isWanted: boolean): Progress {
  const { show, stop } = watchLine(
    context,
    isWanted,
    'searching: {value} read, {megabytes} MB, {duration_formatted}',
  );
  return {
    show: ({ blobCount, byteCount }) => show(blobCount, { megabytes: (byteCount / 1e6).toFixed(1) }),
    stop,
  };
}

export interface QuestionProgress {
  readonly show: (state: { doneCount: number; totalCount: number }) => void;
  readonly stop: () => void;
}

/** The same for the questions put to vendors. */
export function watchQuestions(context: Context, isWanted: boolean): QuestionProgress {
  const { show, stop } = watchLine(
    context,
    isWanted,
    'asking vendors: {value} of {whole} secrets, {duration_formatted}',
  );
  return { show: ({ doneCount, totalCount }) => show(doneCount, { whole: totalCount }), stop };
}

interface Line {
  readonly show: (value: number, payload: object) => void;
  readonly stop: () => void;
}

/** Standard error is opened where the line is due: that costs a millisecond, and most scans are done by then. */
function watchLine(context: Context, isWanted: boolean, format: string): Line {
  const { env } = context;
  if (!isWanted || env['CI'] || env['TERM'] === 'dumb')
    return { show: () => undefined, stop: () => undefined };
  let bar: Bar | undefined;
  let last: readonly [value: number, payload: object] | undefined;
  let isStopped = false;
  const timer = setTimeout(async () => {
    const { stderr } = context;
    if (!stderr.isTTY) return;
    const { openBar } = await import('./progress-bar.ts');
    const opened = openBar(stderr, format);
    if (isStopped) return opened.stop();
    bar = opened;
    if (last) bar.update(...last);
  }, DELAY_MS);
  return {
    show: (...state) => {
      last = state;
      bar?.update(...state);
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      bar?.stop();
    },
  };
}
