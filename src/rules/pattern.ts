// Reads a rule's regular expression as a tree and says what the engine cannot run: whatever has no upper bound, whatever means
// something else than its author believes, whatever leaves it open where the secret is.

import { type AST, RegExpParser, visitRegExpAST } from '@eslint-community/regexpp';
import { measureExtent } from './extent.ts';

/** The longest text a pattern may match or look at, in characters: what the engine has to keep of a stream. */
export const LONGEST_MATCH = 4096;

/** Something wrong with a pattern; `what` continues a sentence about it, `remedy` is a sentence of its own. */
export interface Fault {
  readonly what: string;
  readonly remedy: string;
}

export interface PatternReading {
  /** Absent when the source is no regular expression at all. */
  readonly ast: AST.Pattern | undefined;
  /** Empty means that the engine can run it. */
  readonly faults: readonly Fault[];
}

/**
 * Reads a source without the `u` and `v` flags and without the leniency of old browsers (`a{,5}` or `\A` are errors, not
 * literals). `secret` patterns need exactly one group of that name, `context` patterns may name none.
 */
export function readPattern(source: string, role: 'secret' | 'context'): PatternReading {
  const ast = parse(source);
  if ('what' in ast) return { ast: undefined, faults: [ast] };
  const faults = [...listUnsupported(ast), ...listNaming(ast, role)];
  if (faults.length === 0) faults.push(...listSizes(ast));
  return { ast, faults };
}

/** What is wrong with a `charset`, which must be the source of exactly one character class. */
export function listCharsetFaults(source: string): readonly Fault[] {
  const { ast, faults } = readPattern(source, 'context');
  const [element, ...others] = ast?.alternatives.flatMap(({ elements }) => elements) ?? [];
  const isClass = element?.type === 'CharacterClass' || element?.type === 'CharacterSet';
  if (!ast || (isClass && others.length === 0 && ast.alternatives.length === 1)) return faults;
  return [{ what: 'is not one character class', remedy: 'Write it as [A-Za-z0-9_-], without a quantifier.' }];
}

const parser = new RegExpParser({ ecmaVersion: 2024, strict: true });

function parse(source: string): AST.Pattern | Fault {
  try {
    return parser.parsePattern(source, 0, source.length, { unicode: false });
  } catch (error) {
    const { message, index } = error as { message: string; index: number };
    const reason = message.slice(message.lastIndexOf('/: ') + 3);
    return {
      what: `is not a regular expression: ${reason} at character ${index + 1}`,
      remedy: 'Write JavaScript syntax without flags; a literal bracket, brace or dot is escaped with \\.',
    };
  }
}

function listUnsupported(ast: AST.Pattern): Fault[] {
  const faults: Fault[] = [];
  visitRegExpAST(ast, {
    onQuantifierEnter: (node) => {
      if (node.max > LONGEST_MATCH) faults.push(unbounded(node));
      if (node.min > 1 && measureExtent(node.element).longest === 0) faults.push(repeatsNothing(node));
    },
    onBackreferenceEnter: (node) =>
      void faults.push(at(node, 'is a backreference', 'Spell out what it repeats, or match it loosely.')),
    onCharacterEnter: (node) =>
      void ((node.value > 0xff || /[^ -~]/.test(node.raw)) && faults.push(notAByte(node))),
  });
  return faults;
}

function at(node: AST.Node, what: string, remedy: string): Fault {
  return { what: `\`${node.raw}\` at character ${node.start + 1} ${what}`, remedy };
}

function unbounded(node: AST.Quantifier): Fault {
  const what =
    node.max === Number.POSITIVE_INFINITY ? 'has no upper bound' : `exceeds ${LONGEST_MATCH} repetitions`;
  return at(node, what, 'Give every quantifier an upper bound, such as {1,64} for +.');
}

/** It costs time and means the same once: thousands of thousands of rounds would keep whoever walks the tree. */
function repeatsNothing(node: AST.Quantifier): Fault {
  return at(node, 'repeats what matches nothing', 'Write it once.');
}

function notAByte(node: AST.Character): Fault {
  const remedy = 'Patterns see one character per byte: write printable ASCII, or single bytes as \\xNN.';
  return at(node, 'is not a byte', remedy);
}

function listNaming(ast: AST.Pattern, role: 'secret' | 'context'): Fault[] {
  const named: AST.CapturingGroup[] = [];
  visitRegExpAST(ast, { onCapturingGroupEnter: (node) => void (node.name !== null && named.push(node)) });
  const strangers = named.filter(({ name }) => role === 'context' || name !== 'secret');
  const faults = strangers.map(({ name }) => ({
    what: `has a group named ${name}`,
    remedy: 'Use (?:…) for groups; only `pattern` has a named group, `secret`.',
  }));
  if (role === 'context') return faults;
  const secret = named.find(({ name }) => name === 'secret');
  return [...faults, ...(secret ? listSecretFaults(secret) : [NO_SECRET])];
}

const NO_SECRET: Fault = {
  what: 'has no group named secret',
  remedy: 'Put the part that is the secret into (?<secret>…).',
};

/** A match without a secret, or with several, could not be reported: the group takes part in every match exactly once. */
function listSecretFaults(secret: AST.CapturingGroup): Fault[] {
  const faults: Fault[] = [];
  for (let node: AST.Node | null = secret.parent; node; node = node.parent) {
    const what = whyNotOnce(node);
    if (what) faults.push({ what, remedy: 'Let (?<secret>…) take part in every match exactly once.' });
  }
  if (measureExtent(secret).shortest === 0) {
    faults.push({ what: 'may capture an empty secret', remedy: 'Ask for at least one character.' });
  }
  return faults;
}

function whyNotOnce(node: AST.Node): string | undefined {
  if (node.type === 'Quantifier' && (node.min !== 1 || node.max !== 1))
    return 'has its secret in a repetition';
  if (node.type === 'Assertion') return 'has its secret in a look-around';
  if ('alternatives' in node && node.alternatives.length > 1)
    return 'has its secret in one of several alternatives';
  return undefined;
}

function listSizes(ast: AST.Pattern): Fault[] {
  const { shortest, longest, behind, ahead } = measureExtent(ast);
  const faults: Fault[] = [];
  if (shortest === 0 && !hasAssertion(ast)) {
    faults.push({ what: 'matches the empty text', remedy: 'Ask for at least one character.' });
  }
  const farthest = Math.max(longest, behind, ahead);
  if (farthest > LONGEST_MATCH) {
    const remedy = `Lower the bounds of its quantifiers: at most ${LONGEST_MATCH} characters in all.`;
    faults.push({ what: `may read ${farthest} characters`, remedy });
  }
  return faults;
}

/** `^(?!x)` is empty and yet a condition; `x{0,3}` is none. */
function hasAssertion(ast: AST.Pattern): boolean {
  const assertions: AST.Assertion[] = [];
  visitRegExpAST(ast, { onAssertionEnter: (node) => void assertions.push(node) });
  return assertions.length > 0;
}
