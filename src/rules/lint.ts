import type { AST } from '@eslint-community/regexpp';
import type { Rule } from '../core/rule.ts';
import type { Complaint, ComplaintCode } from './complaint.ts';
import { measureExtent } from './extent.ts';
import { proveKeyword } from './keyword-proof.ts';
import { readPattern } from './pattern.ts';
import { findOverrun, type TimedPattern } from './time-bound.ts';
import { listSharedNames } from './unique-names.ts';

/** Longer names of variables than this are not worth a slow pattern. */
const LONGEST_NAME = 256;
const FEWEST_EXAMPLES = 2;

/**
 * What can be said against rules without scanning anything: names, examples, references, what patterns need and what they cost.
 * Runs every pattern against hostile texts, so it takes some tenths of a second for each rule.
 */
export function lintRules(rules: readonly Rule[]): Complaint[] {
  return [...lintNames(rules), ...rules.flatMap(lintRule)];
}

function lintNames(rules: readonly Rule[]): Complaint[] {
  const sets = rules.map((rule) => ({ source: rule.id, rules: [rule] }));
  return listSharedNames(sets).map(({ name, sources }) => ({
    ruleId: sources[0]!,
    code: 'shared-name',
    detail: `The name ${name} is claimed by ${sources.join(' and ')}: ids and aliases together are unique.`,
  }));
}

function lintRule(rule: Rule): Complaint[] {
  return [
    ...lintExamples(rule),
    ...lintReferences(rule),
    ...lintKeywords(rule),
    ...listSources(rule).flatMap((source) => lintSource(rule, source)),
  ];
}

function complain({ id }: Rule, code: ComplaintCode, detail: string): Complaint {
  return { ruleId: id, code, detail };
}

function lintExamples(rule: Rule): Complaint[] {
  const { match, miss } = rule.examples;
  const isEnough = Math.min(match.length, miss.length) >= FEWEST_EXAMPLES;
  return isEnough
    ? []
    : [complain(rule, 'few-examples', 'Give at least two examples in `match` and two in `miss`.')];
}

function lintReferences(rule: Rule): Complaint[] {
  const isDated =
    rule.references.length > 0 && rule.references.every(({ date }) => /^\d{4}-\d\d-\d\d$/.test(date));
  return isDated
    ? []
    : [complain(rule, 'no-reference', 'Give at least one reference, each with the date it was read.')];
}

function lintKeywords(rule: Rule): Complaint[] {
  const { ast, faults } = readPattern(rule.pattern, 'secret');
  if (rule.variable !== undefined || !ast || faults.length > 0) return [];
  if (rule.keywords.length > 0 && proveKeyword(ast, rule).isRequired) return [];
  return [
    complain(
      rule,
      'keyword-not-required',
      'Some match of `pattern` holds none of `keywords` and would not be found.',
    ),
  ];
}

/** A regular expression of a rule, and how the engine runs it. */
interface Source {
  readonly key: string;
  readonly role: 'secret' | 'context';
  readonly source: string;
  readonly flags: string;
  /** Without keywords only. */
  readonly sliceLength: number;
}

function listSources(rule: Rule): Source[] {
  const { pattern, variable, near, exclude, reach } = rule;
  return [
    {
      key: 'pattern',
      role: 'secret',
      source: pattern,
      flags: `dgm${rule.ignoreCase ? 'i' : ''}`,
      sliceLength: reach.longest,
    },
    ...(variable === undefined
      ? []
      : [context('variable', variable, { flags: 'gi', sliceLength: LONGEST_NAME })]),
    ...near.map((one, index) =>
      context(`near[${index}].pattern`, one.pattern, {
        flags: one.ignoreCase ? 'gim' : 'gm',
        sliceLength: 2 * one.bytes + reach.longest,
      }),
    ),
    ...exclude.map((one, index) =>
      context(`exclude[${index}]`, one, { flags: 'g', sliceLength: reach.longest }),
    ),
  ];
}

function context(key: string, source: string, run: { flags: string; sliceLength: number }): Source {
  return { key, role: 'context', source, ...run };
}

function lintSource(rule: Rule, source: Source): Complaint[] {
  const { ast, faults } = readPattern(source.source, source.role);
  if (!ast || faults.length > 0) {
    return faults.map(({ what, remedy }) =>
      complain(rule, 'bad-pattern', `${source.key} ${what}. ${remedy}`),
    );
  }
  const overrun = findOverrun(prepare(rule, source, ast));
  if (!overrun) return [];
  const remedy = 'Let neighbouring repetitions share no characters, or lower their bounds.';
  const detail = `${source.key} takes more than ${overrun.boundMs} ms for ${overrun.subject}. ${remedy}`;
  return [complain(rule, 'slow-pattern', detail)];
}

function prepare(rule: Rule, { role, source, flags, sliceLength }: Source, ast: AST.Pattern): TimedPattern {
  const isKeyed = role === 'secret' && rule.variable === undefined;
  const isWhole = role === 'secret' && rule.variable !== undefined;
  const { behind, before, longest, ahead } = rule.reach;
  return {
    ast,
    expression: new RegExp(isWhole ? `^(?:${source})$` : source, flags),
    keywords: isKeyed ? rule.keywords : [],
    reach: isKeyed ? rule.reach : { ...measureExtent(ast), before: 0 },
    sliceLength: isKeyed ? behind + before + longest + ahead : sliceLength,
  };
}
