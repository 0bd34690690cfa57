// The room of archives is loaded when the first archive is met: most scans meet none.
import type { FaultTally } from '../archives/describe-faults.ts';
import type { Unpacker } from '../archives/unpacker.ts';

interface UnpackerModules {
  readonly Unpacker: typeof Unpacker;
  readonly FaultTally: typeof FaultTally;
}

let modules: UnpackerModules | undefined;

/** Thrown where an archive begins for the first time. Nothing of the bytes was taken then: they may be given again. */
export class UnpackerNeeded extends Error {}

/** To be awaited after an `UnpackerNeeded`, once in a thread. */
export async function loadUnpacker(): Promise<void> {
  const [{ Unpacker }, { FaultTally }] = await Promise.all([
    import('../archives/unpacker.ts'),
    import('../archives/describe-faults.ts'),
  ]);
  modules = { Unpacker, FaultTally };
}

/** What `act` gives; where an archive is met for the first time, once more after it was loaded. */
export async function withUnpacker<T>(act: () => T): Promise<T> {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof UnpackerNeeded)) throw error;
    await loadUnpacker();
    return act();
  }
}

/** Throws `UnpackerNeeded`. */
export function requireUnpacker(): UnpackerModules {
  if (!modules) throw new UnpackerNeeded();
  return modules;
}
