import { fstatSync } from 'node:fs';

import { ToolError } from '../../core/errors.ts';

const STANDARD_INPUT = 0;

/** Standard input, to be searched. Throws `ToolError` for what Node gives as an empty stream (20.20, 22.23, 24.21). */
export function openInput(stdin: NodeJS.ReadStream): NodeJS.ReadStream {
  if (!isFolderOrDisk(STANDARD_INPUT)) return stdin;
  throw new ToolError(
    'bad-usage',
    'standard input is a folder or a disk, and neither can be read as a stream',
    {
      hint: 'Name the folder instead: invguard scan FOLDER.',
    },
  );
}

function isFolderOrDisk(descriptor: number): boolean {
  try {
    const stats = fstatSync(descriptor);
    return stats.isDirectory() || stats.isBlockDevice();
  } catch {
    // Whoever reads it tells what is wrong with it.
    return false;
  }
}
