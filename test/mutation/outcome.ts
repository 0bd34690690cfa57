// How tests end under a mutant. Nothing is believed at once that a busy machine could be the reason of.

/** `died`: the process took too long, or ended in another way. */
export type Outcome = 'passed' | 'failed' | 'died';

/**
 * `died`: the watchdog ended the process. `unloaded`: no test failed, but the file or its hooks did. `lost`: the process ended by itself, or
 * vitest waits for one that is gone.
 */
export type Attempt = Outcome | 'unloaded' | 'lost';

/** Tries once more what may have other reasons than the mutant, after a new start where the process is lost. */
export async function settle(
  tryRun: () => Promise<Attempt>,
  startAnew: () => Promise<void>,
): Promise<Outcome> {
  const attempt = await tryRun();
  if (attempt !== 'unloaded' && attempt !== 'lost') return attempt;
  if (attempt === 'lost') await startAnew();
  const again = await tryRun();
  if (again === 'unloaded') return 'failed';
  return again === 'lost' ? 'died' : again;
}
