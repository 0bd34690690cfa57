import { LONGEST_COMPARED_SECRET } from '../core/policy.ts';
import { measureExtent } from '../rules/extent.ts';
import { type Fault, readPattern } from '../rules/pattern.ts';
import { findOverrun } from '../rules/time-bound.ts';

/** What is wrong with a regular expression over secrets: its syntax, its bounds, or the time it takes. */
export function listSecretPatternFaults(source: string): readonly Fault[] {
  const { ast, faults } = readPattern(source, 'context');
  if (!ast || faults.length > 0) return faults;
  const overrun = findOverrun({
    ast,
    expression: new RegExp(source, 'g'),
    keywords: [],
    reach: { ...measureExtent(ast), before: 0 },
    sliceLength: LONGEST_COMPARED_SECRET,
  });
  if (!overrun) return [];
  const remedy = 'Let neighbouring repetitions share no characters, or lower their bounds.';
  return [{ what: `takes more than ${overrun.boundMs} ms for ${overrun.subject}`, remedy }];
}
