// What marks look like. They are found by plain text search, so that any comment syntax will do.

import type { Mark, MarkSyntax } from '../../core/mark.ts';
import type { Rule } from '../../core/rule.ts';
import { listRuleNames } from '../../core/rule-naming.ts';

/** No name of a mark is longer; a mark that a window cuts starts no farther than this before its end. */
export const LONGEST_NAME = 64;

interface Syntax {
  /** Of these one is in each of its names. */
  readonly literals: readonly string[];
  /** Source of a regular expression for its names, and for what looks as if it was meant for one. */
  readonly name: string;
  readonly forms: Readonly<Record<string, Mark['form'] | 'end'>>;
  /** Whether rules and a reason may follow the name. */
  readonly hasTail: boolean;
}

/** Others' names are what their documentation tells (2026-11): facts of the tools' own READMEs. */
const syntaxes: Readonly<Record<MarkSyntax, Syntax>> = {
  invguard: {
    literals: ['invguard:allow'],
    name: 'invguard:allow[\\w-]{0,40}',
    forms: {
      'invguard:allow': 'line',
      'invguard:allow-next-line': 'next-line',
      'invguard:allow-begin': 'block',
      'invguard:allow-end': 'end',
      'invguard:allow-file': 'file',
    },
    hasTail: true,
  },
  gitleaks: {
    literals: ['gitleaks:allow', 'betterleaks:allow'],
    name: '(?:gitleaks|betterleaks):allow',
    forms: { 'gitleaks:allow': 'line', 'betterleaks:allow': 'line' },
    hasTail: false,
  },
  trufflehog: {
    literals: ['trufflehog:ignore'],
    name: 'trufflehog:ignore',
    forms: { 'trufflehog:ignore': 'line' },
    hasTail: false,
  },
  'detect-secrets': {
    literals: ['pragma: allowlist '],
    name: 'pragma: allowlist (?:nextline )?secret',
    forms: { 'pragma: allowlist secret': 'line', 'pragma: allowlist nextline secret': 'next-line' },
    hasTail: false,
  },
  secretlint: {
    literals: ['secretlint-disable', 'secretlint-enable'],
    name: 'secretlint-(?:disable|enable)[\\w-]{0,40}',
    forms: {
      'secretlint-disable': 'block',
      'secretlint-enable': 'end',
      'secretlint-disable-line': 'line',
      'secretlint-disable-next-line': 'next-line',
    },
    hasTail: true,
  },
};

export const markSyntaxes = Object.keys(syntaxes) as readonly MarkSyntax[];

/** A mark's name, understood. */
export interface MarkName {
  readonly syntax: MarkSyntax;
  /** Undefined for what is no name of the syntax but looks as if it was meant for one. */
  readonly form: Mark['form'] | 'end' | undefined;
  readonly hasTail: boolean;
}

/** The marks that one scan honours. */
export interface MarkGrammar {
  /** Lower case; one of them is in every text that holds a mark. */
  readonly literals: readonly string[];
  /** Finds names. Global: its `lastIndex` belongs to whoever searches. */
  readonly finder: RegExp;
  readName(name: string): MarkName;
  /** The kinds of the rules with this id, alias, kind or provider; undefined when the scan has none. */
  findKinds(ruleName: string): ReadonlySet<string> | undefined;
}

/** Undefined when no syntax is honoured. */
export function createMarkGrammar(
  honoured: readonly MarkSyntax[],
  rules: readonly Rule[],
): MarkGrammar | undefined {
  if (honoured.length === 0) return undefined;
  const kinds = listKinds(rules);
  return {
    literals: honoured.flatMap((syntax) => syntaxes[syntax].literals),
    finder: new RegExp(honoured.map((syntax) => syntaxes[syntax].name).join('|'), 'g'),
    readName: (name) => readName(name, honoured),
    findKinds: (ruleName) => kinds.get(ruleName),
  };
}

function readName(name: string, honoured: readonly MarkSyntax[]): MarkName {
  const syntax = honoured.find((one) => syntaxes[one].literals.some((literal) => name.startsWith(literal)))!;
  const { forms, hasTail } = syntaxes[syntax];
  return { syntax, hasTail, form: forms[name] };
}

function listKinds(rules: readonly Rule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const kinds = new Map<string, Set<string>>();
  for (const rule of rules) {
    for (const name of listRuleNames(rule)) kinds.set(name, (kinds.get(name) ?? new Set()).add(rule.kind));
  }
  return kinds;
}
