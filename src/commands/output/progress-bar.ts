import progress from 'cli-progress';

export interface Bar {
  update(value: number, payload: object): void;
  stop(): void;
}

/** A line that tells how far something is, in the words of `format`. */
export function openBar(stream: NodeJS.WriteStream, format: string): Bar {
  const bar = new progress.SingleBar({
    stream,
    format,
    formatTime: createStopwatch(),
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(0, 0, { megabytes: '0.0', whole: '?' });
  return bar;
}

/** Tells the time since it was made, whatever it is given: the bar's own durations are those of a clock that may be set. */
function createStopwatch(): typeof progress.Format.TimeFormat {
  const startMs = performance.now();
  return (_, ...rest) =>
    progress.Format.TimeFormat(Math.round((performance.now() - startMs) / 1000), ...rest);
}
