import type { Context } from './command.ts';
import type { Bar } from './progress-bar.ts';

const DELAY_MS = 1000;

export interface Progress {
  readonly show: (state: { blobCount: number; byteCount: number }) => void;
  readonly stop: () => void;
}

/** A line on the terminal that tells how far the scan is, from its second second on; nothing in pipes and CI. */
export function watchProgress({ stderr, env }: Context, isWanted: boolean): Progress {
  if (!isWanted || !stderr.isTTY || env['CI'] || env['TERM'] === 'dumb')
    return { show: () => undefined, stop: () => undefined };
  let last = { blobCount: 0, byteCount: 0 };
  let bar: Bar | undefined;
  let isStopped = false;
  const timer = setTimeout(async () => {
    const { openBar } = await import('./progress-bar.ts');
    const opened = openBar(stderr);
    if (isStopped) opened.stop();
    else bar = opened;
  }, DELAY_MS);
  return {
    show: (state) => {
      last = state;
      bar?.update(last.blobCount, { megabytes: (last.byteCount / 1e6).toFixed(1) });
    },
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      bar?.stop();
    },
  };
}
