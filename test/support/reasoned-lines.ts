// Lists in which every line has its reason: the line that starts with `#` before a group of them.
import { readFileSync } from 'node:fs';

export interface ReasonedLine {
  readonly line: string;
  readonly reason: string;
}

export function readReasonedLines(file: URL | string): readonly ReasonedLine[] {
  let reason = '';
  return readFileSync(file, 'utf8')
    .split(/\r?\n/)
    .flatMap((line) => {
      if (line.startsWith('# ')) reason = line.slice(2);
      return line === '' || line.startsWith('#') ? [] : [{ line, reason }];
    });
}
