// Makes rules ready to run. A ruleset is compiled once; what a blob needs of it (which rules apply to its path, which
// literals one pass has to look for) is a selection, made once for each combination of rules that really occurs.

import { listNestedPaths } from '../core/entry-path.ts';
import type { MarkSyntax } from '../core/mark.ts';
import type { AssignmentFormat, Near, Rule } from '../core/rule.ts';
import { AnchorSearch } from './anchor-search.ts';
import { listAnchors } from './anchors.ts';
import { createEncodedSearch, type EncodedSearch, type Screen } from './encoded/encoded-search.ts';
import { isSecretText } from './judge.ts';
import { isLong, LiteralSearch } from './literal-search.ts';
import { createMarkGrammar, type MarkGrammar } from './marks/mark-grammar.ts';
import { createPrefilter, joinLiterals, type Prefilter } from './prefilter.ts';
import { spellCases } from './spell-cases.ts';

/** A rule's regular expressions, compiled. */
export interface CompiledRule {
  readonly rule: Rule;
  /** Position in the ruleset: the last tie-break between overlapping matches. */
  readonly index: number;
  /** Finds one of the keywords, any case. Global: its `lastIndex` belongs to whoever searches. */
  readonly keyword: RegExp;
  readonly pattern: RegExp;
  readonly variable: RegExp | undefined;
  readonly near: readonly CompiledNear[];
  /** Whether entropy, charset, classes, filters and exclusions let the secret pass. */
  readonly isSecretText: (secret: string) => boolean;
}

export interface CompiledNear extends Omit<Near, 'pattern'> {
  readonly pattern: RegExp;
}

/** The rules that apply to one blob, and how far they look. */
export interface Selection {
  readonly rules: readonly CompiledRule[];
  readonly assignmentRules: readonly CompiledRule[];
  /** The marks to look for; absent when none are honoured, and in binary blobs, which have no comments. */
  readonly marks: MarkGrammar | undefined;
  /** Tells which of the rules could match in a window, see `listAnchors`, and whether a mark may stand there. */
  readonly anchors: AnchorSearch;
  /** Matches wherever a text rule could match or a mark stands; absent when there is neither. */
  readonly prefilter: Prefilter | undefined;
  /** Looks for literals in code; absent when nothing is decoded, and in binary blobs. */
  readonly encoded: EncodedSearch | undefined;
  /** Tells bytes that hold nothing the prefilter or the search for code would find; absent where they look for something short. */
  readonly screen: Screen | undefined;
  /** Characters before a match's start that judging it may read. */
  readonly behind: number;
  /** Characters after a match's start that finding and judging it may read. */
  readonly ahead: number;
}

export interface Ruleset {
  readonly rules: readonly Rule[];
  compiled(rule: Rule): CompiledRule;
  select(path: string, formats: readonly AssignmentFormat[], isBinary: boolean): Selection;
}

export interface RulesetOptions {
  /** Whose marks are looked for; none when absent. */
  readonly markSyntaxes?: readonly MarkSyntax[] | undefined;
  /** Whether text is decoded that holds a literal in code; not, when absent. */
  readonly decodes?: boolean | undefined;
}

export function compileRules(
  rules: readonly Rule[],
  { markSyntaxes = [], decodes = false }: RulesetOptions = {},
): Ruleset {
  const marks = createMarkGrammar(markSyntaxes, rules);
  const compiled = rules.map(compileRule);
  const pathTests = compiled.map(({ rule }) => compilePathTest(rule));
  const isPathBound = pathTests.some((test) => test !== undefined);
  const selections = new Map<string, Selection>();

  return {
    rules,
    compiled: (rule) => compiled[rules.indexOf(rule)]!,
    select(path, formats, isBinary) {
      const passes = isPathBound ? pathTests.map((test) => test?.(path)) : undefined;
      const isUsual = !passes && formats.length === 0;
      const key = isUsual ? String(isBinary) : `${isBinary} ${formats} ${passes}`;
      const known = selections.get(key);
      if (known) return known;
      const made = makeSelection(
        compiled.filter(({ rule, index }) => applies(rule, formats, isBinary) && (passes?.[index] ?? true)),
        { marks: isBinary ? undefined : marks, decodes: decodes && !isBinary },
      );
      selections.set(key, made);
      return made;
    },
  };
}

function compileRule(rule: Rule, index: number): CompiledRule {
  let pattern: RegExp | undefined;
  return {
    rule,
    index,
    keyword: new RegExp(joinLiterals(rule.keywords), 'gi'),
    /** Most scans meet no keyword of most rules. */
    get pattern() {
      pattern ??= compilePattern(rule);
      return pattern;
    },
    variable: rule.variable === undefined ? undefined : new RegExp(rule.variable, 'i'),
    near: rule.near.map((near) => ({
      ...near,
      pattern: new RegExp(near.pattern, near.ignoreCase ? 'mi' : 'm'),
    })),
    isSecretText: isSecretText(rule),
  };
}

function compilePattern({ pattern, variable, ignoreCase }: Rule): RegExp {
  const source = variable === undefined ? pattern : `^(?:${pattern})$`;
  const spelled = ignoreCase ? spellCases(source) : source;
  return spelled === undefined ? new RegExp(source, 'dgmi') : new RegExp(spelled, 'dgm');
}

/** Tells whether a rule is for what has this path, into archives; undefined when it is for everything. */
export function compilePathTest(rule: Rule): ((path: string) => boolean) | undefined {
  if (rule.pathPattern === undefined && rule.excludedPathPattern === undefined) return undefined;
  const included = new RegExp(rule.pathPattern ?? '');
  const excluded = rule.excludedPathPattern === undefined ? undefined : new RegExp(rule.excludedPathPattern);
  // What is said of an archive is said of what lies in it.
  return (path) => {
    const paths = listNestedPaths(path);
    return paths.some((one) => included.test(one)) && !paths.some((one) => excluded?.test(one));
  };
}

function applies(rule: Rule, formats: readonly AssignmentFormat[], isBinary: boolean): boolean {
  if (isBinary) return rule.isForBinary && rule.variable === undefined;
  return rule.variable === undefined || rule.formats.some((format) => formats.includes(format));
}

function makeSelection(
  chosen: readonly CompiledRule[],
  { marks, decodes }: { marks: MarkGrammar | undefined; decodes: boolean },
): Selection {
  const rules = chosen.filter(({ variable }) => variable === undefined);
  const anchorLists = rules.map(({ rule }) => listAnchors(rule));
  const anchors = anchorLists.flat();
  const markLiterals = marks?.literals ?? [];
  const prefilter = createPrefilter([...anchors, ...markLiterals]);
  const encoded = decodes && prefilter ? createEncodedSearch(anchors, prefilter) : undefined;
  return {
    rules,
    anchors: new AnchorSearch(anchorLists, markLiterals),
    assignmentRules: chosen.filter(({ variable }) => variable !== undefined),
    marks,
    prefilter,
    encoded,
    screen: encoded ? encoded.screen : createScreen(prefilter),
    behind: Math.max(0, ...chosen.map(({ rule }) => Math.max(rule.reach.behind, widestNear(rule)))),
    ahead: Math.max(0, ...chosen.map(({ rule }) => rule.reach.longest + reachAfter(rule))),
  };
}

function createScreen(prefilter: Prefilter | undefined): Screen | undefined {
  if (!prefilter?.cores.every(isLong)) return undefined;
  return new LiteralSearch(prefilter.cores.map((text) => ({ text, isAnyCase: true })));
}

function widestNear(rule: Rule): number {
  return Math.max(0, ...rule.near.map(({ bytes }) => bytes));
}

function reachAfter(rule: Rule): number {
  return Math.max(rule.reach.ahead, widestNear(rule));
}
