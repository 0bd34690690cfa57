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
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(0, 0, { megabytes: '0.0', whole: '?' });
  return bar;
}
