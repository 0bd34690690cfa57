import { ToolError } from '../core/errors.ts';
import type { Match } from '../core/finding.ts';
import type { Example, Rule } from '../core/rule.ts';
import type { Complaint, ComplaintCode } from './complaint.ts';
import { createRandom } from './random.ts';
import { expandTemplate } from './template.ts';

/** The real engine: the matches that these rules have in a text under this path, overlaps resolved. */
export type ScanText = (text: string, path: string, rules: readonly Rule[]) => readonly Match[];

/** Examples without a path are scanned as this file. */
export const DEFAULT_EXAMPLE_PATH = 'example.txt';

/** How often each example is expanded anew. */
const ROUNDS = 5;
const LONGEST_SHOWN = 80;
/** A secret this long, spelled out in a rule file, looks alive to every scanner. */
const SHORTEST_LIVE_LOOKING = 12;

/**
 * What the examples of `rules` have against them, in the order of the rules. `all` are the rules that are on, the checked ones
 * among them: an example must hold with everything else on. At most one complaint for each example.
 */
export function checkRules(
  rules: readonly Rule[],
  scanText: ScanText,
  all: readonly Rule[] = rules,
): Complaint[] {
  return rules.flatMap((rule) => [
    ...checkExamples(rule, 'match', (trial) => judgeMatch(trial, { scanText, all })),
    ...checkExamples(rule, 'miss', (trial) => judgeMiss(trial, { scanText, all })),
  ]);
}

interface Engine {
  readonly scanText: ScanText;
  readonly all: readonly Rule[];
}

/** One expansion of one example. */
interface Trial {
  readonly rule: Rule;
  readonly example: Example;
  readonly text: string;
  readonly path: string;
}

/** What is wrong; continues a sentence about the example. */
interface Verdict {
  readonly code: ComplaintCode;
  readonly what: string;
}

type Judge = (trial: Trial) => Verdict | undefined;

function checkExamples(rule: Rule, list: 'match' | 'miss', judge: Judge): Complaint[] {
  return rule.examples[list].flatMap((example, index) => {
    const verdict = judgeRounds({ rule, example, seed: `${rule.id} ${list} ${index}` }, judge);
    if (!verdict) return [];
    return [
      { ruleId: rule.id, code: verdict.code, detail: `${list}[${index}] ${show(example)} ${verdict.what}` },
    ];
  });
}

function judgeRounds(
  { rule, example, seed }: { rule: Rule; example: Example; seed: string },
  judge: Judge,
): Verdict | undefined {
  const path = example.path ?? DEFAULT_EXAMPLE_PATH;
  for (let round = 0; round < ROUNDS; round++) {
    const text = expand(example, `${seed} ${round}`);
    const verdict = typeof text === 'string' ? judge({ rule, example, text, path }) : text;
    if (verdict) return verdict;
  }
  return undefined;
}

function expand({ text }: Example, seed: string): string | Verdict {
  try {
    return expandTemplate(text, createRandom(seed));
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    return { code: 'bad-template', what: `cannot be expanded: ${error.message}. ${error.hint}` };
  }
}

/** The rule must see the secret by itself; with all rules on, one of its kind must be what is reported. */
function judgeMatch({ rule, example, text, path }: Trial, { scanText, all }: Engine): Verdict | undefined {
  const own = scanText(text, path, [rule]);
  if (own.length === 0) return { code: 'no-match', what: `is not matched${hintAtPath(rule, example)}` };
  if (own.some((match) => isSpelledOut(match.text, example))) {
    return { code: 'live-looking', what: 'spells its secret out: use a template' };
  }
  const matches = scanText(text, path, all);
  if (matches.some((match) => match.rule.kind === rule.kind)) return undefined;
  const others = [...new Set(matches.map((match) => match.rule.id))].join(', ') || 'nothing';
  return { code: 'outranked', what: `is reported as ${others} with all rules on` };
}

function judgeMiss({ rule, text, path }: Trial, { scanText, all }: Engine): Verdict | undefined {
  const isMatched = scanText(text, path, all).some((match) => match.rule.id === rule.id);
  return isMatched ? { code: 'false-match', what: 'is matched' } : undefined;
}

function hintAtPath({ variable, pathPattern }: Rule, { path }: Example): string {
  const isBound = variable !== undefined || pathPattern !== undefined;
  return isBound && path === undefined ? `: give it a path, it is scanned as ${DEFAULT_EXAMPLE_PATH}` : '';
}

function isSpelledOut(secret: string, { text }: Example): boolean {
  return secret.length >= SHORTEST_LIVE_LOOKING && text.includes(secret);
}

/** The example as its author wrote it, on one line: never what its templates became. */
function show({ text, path }: Example): string {
  const line = text.trim().replace(/\s+/g, ' ');
  const shown = line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line;
  return `\`${shown}\`${path === undefined ? '' : ` in ${path}`}`;
}
