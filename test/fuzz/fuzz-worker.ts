// One target in a thread of its own, so that a case that never ends can be ended. The number of the case under way lies in shared memory:
// whoever watches knows which one it was, and any thread can make it again.

import { parentPort, workerData } from 'node:worker_threads';

import { createDice } from './dice.ts';
import { shrink } from './shrink.ts';
import type { Target } from './target.ts';
import { targets } from './targets/index.ts';

/** What the thread is asked for: to run from a case on, or to show one. */
export interface FuzzOrder {
  readonly target: string;
  readonly seed: string;
  readonly firstCase: number;
  readonly untilMs: number;
  readonly showsOnly: boolean;
  /** The number of the case under way. */
  readonly progress: Int32Array;
}

export type FuzzReply =
  | { readonly kind: 'case'; readonly input: Uint8Array }
  | { readonly kind: 'broken'; readonly input: Uint8Array; readonly number: number; readonly what: string }
  | { readonly kind: 'done'; readonly caseCount: number };

const order = workerData as FuzzOrder | null;
if (order) parentPort!.postMessage(await obey(order));
else parentPort?.postMessage([...targets.values()].map(({ name, limitMs }) => ({ name, limitMs })));

async function obey({
  target: name,
  seed,
  firstCase,
  untilMs,
  showsOnly,
  progress,
}: FuzzOrder): Promise<FuzzReply> {
  const target = targets.get(name)!;
  for (let number = firstCase; ; number++) {
    if (!showsOnly && Date.now() > untilMs) return { kind: 'done', caseCount: number };
    const input = target.make(createDice(`${seed} ${number}`));
    if (showsOnly) return { kind: 'case', input };
    Atomics.store(progress, 0, number);
    const what = await findFault(target, input);
    if (what !== undefined)
      return { kind: 'broken', number, what, input: await shrinkFaulty(target, input, what) };
  }
}

async function findFault(target: Target, input: Buffer): Promise<string | undefined> {
  try {
    await target.check(input);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.name}: ${error.stack ?? error.message}` : String(error);
  }
}

/** The smallest part of the case that goes wrong with the same first line. */
function shrinkFaulty(target: Target, input: Buffer, what: string): Promise<Buffer> {
  if (target.isWhole) return Promise.resolve(input);
  const kindOf = (fault: string | undefined) =>
    fault?.split('\n', 1)[0]?.replace(/\d+|instead of.*|: \S+ /g, '');
  return shrink(input, async (smaller) => kindOf(await findFault(target, smaller)) === kindOf(what));
}
