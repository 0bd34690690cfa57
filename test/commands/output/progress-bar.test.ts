import { PassThrough } from 'node:stream';
import { afterEach, expect, test, vi } from 'vitest';
import { openBar } from '../../../src/commands/output/progress-bar.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

/** A terminal, as far as the bar asks for one, and what was written to it. */
function createTerminal(): { stream: NodeJS.WriteStream; read: () => string } {
  const stream = Object.assign(new PassThrough(), {
    isTTY: true,
    columns: 80,
    cursorTo: vi.fn(),
    clearLine: vi.fn(),
    clearScreenDown: vi.fn(),
    moveCursor: vi.fn(),
  });
  return { stream: stream as unknown as NodeJS.WriteStream, read: () => String(stream.read()) };
}

test.each([-86_400_000, 0, 86_400_000])('a clock that is set by %i ms changes no duration', (byMs) => {
  const { stream, read } = createTerminal();
  const bar = openBar(stream, '{value} after {duration_formatted}');
  const now = Date.now();
  vi.spyOn(Date, 'now').mockReturnValue(now + byMs);
  bar.update(7, {});
  bar.stop();
  expect(read()).toContain('7 after 0s');
});
