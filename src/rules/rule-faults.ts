// What no schema can say about a rule: whether its patterns run, whether its keys fit each other. Looks at each key on its own as far
// as it can, so that one run tells an author everything.

import picomatch from 'picomatch';
import { suggestName } from '../core/suggest-name.ts';
import { joinGlobs } from './convert-rule.ts';
import { listFragmentFaults } from './fragments.ts';
import { proveKeyword } from './keyword-proof.ts';
import { type Fault, listCharsetFaults, readPattern } from './pattern.ts';
import { QUICK_GLOB } from './schema.ts';

const LONGEST_COUNTEREXAMPLE = 80;

/** A fault of one key of a rule. */
export interface KeyFault extends Fault {
  readonly key: string;
  /** What follows the key on the way to the value: `[1].pattern`. */
  readonly subPath: string;
}

type RawRule = Readonly<Record<string, unknown>>;

/** Everything wrong with a rule as it is spelled that the schema does not see. Values of a wrong type are left to the schema. */
export function listRuleFaults(rule: RawRule, knownFilters: readonly string[]): readonly KeyFault[] {
  return [
    ...listPatternFaults(rule),
    ...listFilterFaults(rule, knownFilters),
    ...listGlobFaults(rule),
    ...listMisfits(rule),
    ...listKeywordFaults(rule),
  ];
}

function listPatternFaults(rule: RawRule): KeyFault[] {
  const near = listOf(rule['near']).map((one, index) =>
    place('near', `[${index}].pattern`, (one as RawRule)?.['pattern']),
  );
  const exclude = listOf(rule['exclude']).map((one, index) => place('exclude', `[${index}]`, one));
  const contexts = [place('variable', '', rule['variable']), ...near, ...exclude];
  return [
    ...onText(place('pattern', '', rule['pattern']), listSecretFaults),
    ...contexts.flatMap((one) => onText(one, (source) => readPattern(source, 'context').faults)),
    ...onText(place('charset', '', rule['charset']), listCharsetFaults),
  ];
}

/** An unknown fragment is told alone: as a regular expression it would only be called a stray brace. */
function listSecretFaults(source: string): readonly Fault[] {
  const unknown = listFragmentFaults(source);
  return unknown.length > 0 ? unknown : readPattern(source, 'secret').faults;
}

interface PlacedValue {
  readonly key: string;
  readonly subPath: string;
  readonly value: unknown;
}

function place(key: string, subPath: string, value: unknown): PlacedValue {
  return { key, subPath, value };
}

function onText(
  { key, subPath, value }: PlacedValue,
  listFaults: (text: string) => readonly Fault[],
): KeyFault[] {
  if (typeof value !== 'string' || value === '') return [];
  return listFaults(value).map((fault) => ({ ...fault, key, subPath }));
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function listFilterFaults(rule: RawRule, knownFilters: readonly string[]): KeyFault[] {
  return listOf(rule['filters']).flatMap((name, index) =>
    onText(place('filters', `[${index}]`, name), (text) =>
      knownFilters.includes(text) ? [] : [unknownFilter(text, knownFilters)],
    ),
  );
}

function unknownFilter(name: string, knownFilters: readonly string[]): Fault {
  const near = suggestName(name, knownFilters);
  const remedy = near === undefined ? `Known filters: ${knownFilters.join(', ')}.` : `Did you mean ${near}?`;
  return { what: 'is no known filter', remedy };
}

function listGlobFaults(rule: RawRule): KeyFault[] {
  return ['paths', 'exclude_paths'].flatMap((key) => {
    const globs = listOf(rule[key]);
    const faults = globs.flatMap((glob, index) => onText(place(key, `[${index}]`, glob), explainGlob));
    return faults.length > 0 || areUsable(globs) ? faults : [{ key, subPath: '', ...TOO_MUCH_GLOB }];
  });
}

/** Together they become one regular expression: V8 says only when it is used that it is too large. */
function areUsable(globs: readonly unknown[]): boolean {
  const texts = globs.filter(
    (glob): glob is string => typeof glob === 'string' && glob !== '' && QUICK_GLOB.test(glob),
  );
  try {
    new RegExp(joinGlobs(texts)).test('a');
    return true;
  } catch {
    return false;
  }
}

const TOO_MUCH_GLOB: Fault = {
  what: 'are too long together for a regular expression',
  remedy: 'Use wildcards, or fewer globs.',
};

/** What the schema refuses may hang picomatch. */
function explainGlob(glob: string): Fault[] {
  if (!QUICK_GLOB.test(glob)) return [];
  try {
    picomatch.makeRe(glob, { dot: true, strictBrackets: true });
    return [];
  } catch {
    return [{ what: 'is not a glob', remedy: 'Close its brackets, or escape them with \\.' }];
  }
}

/** Keys that need or exclude each other. */
function listMisfits(rule: RawRule): KeyFault[] {
  const [needed, useless] = 'variable' in rule ? ['formats', 'keywords'] : ['keywords', 'formats'];
  const context = 'variable' in rule ? 'with' : 'without';
  const missing = {
    key: needed!,
    subPath: '',
    what: 'is missing',
    remedy: `A rule ${context} \`variable\` needs ${needed}.`,
  };
  const surplus = {
    key: useless!,
    subPath: '',
    what: `has no meaning ${context} \`variable\``,
    remedy: 'With `variable` a rule reads the assignments of `formats`; without it, text round `keywords`.',
  };
  return [...(needed! in rule ? [] : [missing]), ...(useless! in rule ? [surplus] : [])];
}

/** A keyword that some match lacks would make the engine pass over that match without a word. */
function listKeywordFaults(rule: RawRule): KeyFault[] {
  const { pattern, keywords, ignore_case: ignoreCase } = rule;
  const literals = listOf(keywords).filter(
    (keyword) => typeof keyword === 'string' && keyword !== '',
  ) as string[];
  if (typeof pattern !== 'string' || literals.length === 0 || literals.some(hasUpperCase)) return [];
  const { ast, faults } = readPattern(pattern, 'secret');
  if (!ast || faults.length > 0) return [];
  const proof = proveKeyword(ast, { keywords: literals, ignoreCase: ignoreCase === true });
  return proof.isRequired
    ? []
    : [{ key: 'keywords', subPath: '', ...explainMissingKeyword(proof.counterexample) }];
}

function hasUpperCase(text: string): boolean {
  return text !== text.toLowerCase();
}

function explainMissingKeyword(counterexample: string): Fault {
  const shown = JSON.stringify(counterexample.slice(0, LONGEST_COUNTEREXAMPLE));
  return {
    what: `are not in every match of \`pattern\`: ${shown} has none`,
    remedy: 'Name literals, in lower case, of which each match holds one: one for every alternative.',
  };
}
