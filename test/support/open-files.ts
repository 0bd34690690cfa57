import { readdirSync, readlinkSync } from 'node:fs';

/** What this process has open below `folder`; undefined where the system does not tell (only Linux does). */
export function listOpenFiles(folder: string): readonly string[] | undefined {
  if (process.platform !== 'linux') return undefined;
  return readdirSync('/proc/self/fd')
    .map(readDescriptor)
    .filter((file) => file === folder || file.startsWith(`${folder}/`));
}

/** That of the reading itself is closed by now. */
function readDescriptor(descriptor: string): string {
  try {
    return readlinkSync(`/proc/self/fd/${descriptor}`);
  } catch {
    return '';
  }
}
