import type { Target } from '../target.ts';
import { archives } from './archives.ts';
import { assignments } from './assignments.ts';
import { commandLine } from './command-line.ts';
import { encoded } from './encoded.ts';
import { engine } from './engine.ts';
import { packs } from './packs.ts';
import { settingsFiles } from './settings-files.ts';
import { vendors } from './vendors.ts';

/** Everything that is fuzzed, by name. */
export const targets: ReadonlyMap<string, Target> = new Map(
  [
    ...engine,
    ...encoded,
    ...archives,
    ...assignments,
    ...settingsFiles,
    ...packs,
    ...vendors,
    ...commandLine,
  ].map((target) => [target.name, target]),
);
