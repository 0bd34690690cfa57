import progress from 'cli-progress';

export interface Bar {
  update(value: number, payload: object): void;
  stop(): void;
}

/** A line that tells how far a scan is; how far it has to go is not known. */
export function openBar(stream: NodeJS.WriteStream): Bar {
  const bar = new progress.SingleBar({
    stream,
    format: 'searching: {value} files, {megabytes} MB, {duration_formatted}',
    clearOnComplete: true,
    hideCursor: true,
  });
  bar.start(0, 0, { megabytes: '0.0' });
  return bar;
}
