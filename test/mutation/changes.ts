// Which small faults a text of TypeScript may be given: what a tired programmer gets wrong. Types, imports, names and prose stay as they
// are: the compiler looks after the first three, goldens after the last.

import { type ESTree, parseSync, Visitor } from 'rolldown/utils';
import { listPatternChanges } from './pattern-changes.ts';
import { methodTwins, operatorTwins, transparentMethods } from './twins.ts';

/** Half-open, in UTF-16 units. */
export interface Change {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly replacement: string;
}

type Node = Pick<ESTree.Node, 'start' | 'end'>;
type Literal = Extract<ESTree.Node, { type: 'Literal' }>;

/** In the order of the text. Throws where the text is no TypeScript. */
export function listChanges(text: string): readonly Change[] {
  const { program, errors } = parseSync('source.ts', text);
  if (errors[0]) throw new Error(errors[0].message);
  const finder = new ChangeFinder(text);
  finder.visit(program);
  return finder.changes.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
}

class ChangeFinder {
  readonly changes: Change[] = [];
  readonly #text: string;
  /** Nodes that are left as they are: another change says the same, or the compiler would object. */
  readonly #spared = new Set<Node | null>();

  constructor(text: string) {
    this.#text = text;
  }

  visit(program: ESTree.Program): void {
    new Visitor({
      ImportDeclaration: ({ source }) => this.#spare(source),
      ExportNamedDeclaration: ({ source }) => this.#spare(source),
      ImportExpression: ({ source }) => this.#spare(source),
      TSLiteralType: ({ literal }) => this.#spare(literal),
      Property: ({ key, computed }) => computed || this.#spare(key),
      IfStatement: ({ test }) => this.#changeCondition(test),
      ConditionalExpression: ({ test }) => this.#changeCondition(test),
      WhileStatement: ({ test }) => this.#endLoop(test),
      DoWhileStatement: ({ test }) => this.#endLoop(test),
      ForStatement: ({ test, update }) => {
        if (test) this.#endLoop(test);
        this.#spare(update);
      },
      ReturnStatement: (node) => this.#changeReturn(node),
      ArrowFunctionExpression: ({ body, expression }) => expression && this.#changeResult(body),
      ExpressionStatement: (node) => this.#removeStatement(node),
      ThrowStatement: (node) => this.#change(node, ';'),
      BreakStatement: (node) => this.#change(node, ';'),
      ContinueStatement: (node) => this.#change(node, ';'),
      LogicalExpression: (node) => this.#change(node, this.#cut(node.left), this.#cut(node.right)),
      BinaryExpression: (node) => this.#changeOperator(node),
      AssignmentExpression: (node) => this.#changeOperator(node),
      UpdateExpression: (node) => this.#changeUpdate(node),
      UnaryExpression: (node) => this.#dropSign(node),
      MemberExpression: ({ object, optional }) => optional && this.#insist(object),
      CallExpression: (node) => this.#changeCall(node),
      ArrayExpression: (node) => node.elements.length > 0 && this.#change(node, '[]'),
      TemplateLiteral: (node) => this.#emptyTemplate(node),
      TaggedTemplateExpression: ({ quasi }) => this.#spare(quasi),
      Literal: (node) => this.#changeLiteral(node),
    }).visit(program);
  }

  #spare(node: Node | null): void {
    this.#spared.add(node);
  }

  #cut({ start, end }: Node): string {
    return this.#text.slice(start, end);
  }

  #change(node: Node, ...replacements: readonly string[]): void {
    if (!this.#spared.has(node))
      for (const replacement of replacements)
        this.changes.push({ startOffset: node.start, endOffset: node.end, replacement });
  }

  /** Puts `after` for the first `before` from `from` on, if that is what stands there. */
  #changeToken(from: number, before: string, after: string | undefined): void {
    const start = this.#text.indexOf(before, from);
    if (after !== undefined) this.#change({ start, end: start + before.length }, after);
  }

  #changeCondition(test: ESTree.Expression): void {
    this.#change(test, 'true', 'false');
    // Its opposite is found wherever one of them is.
    if (test.type !== 'LogicalExpression') this.#spare(test);
  }

  /** A loop that never ends shows little and takes long. */
  #endLoop(test: ESTree.Expression): void {
    if (test.type !== 'Literal') this.#change(test, 'false');
  }

  #changeReturn(node: ESTree.ReturnStatement): void {
    if (node.argument) this.#changeResult(node.argument);
    else this.#change(node, ';');
  }

  #changeResult(node: ESTree.Expression | ESTree.FunctionBody): void {
    if (node.type === 'Literal' || this.#cut(node) === 'undefined') return;
    if (isTruth(node as ESTree.Expression)) this.#changeCondition(node as ESTree.Expression);
    else this.#change(node, 'undefined');
  }

  #removeStatement(node: ESTree.ExpressionStatement | ESTree.Directive): void {
    const isNeeded = node.expression.type === 'CallExpression' && node.expression.callee.type === 'Super';
    if (!node.directive && !isNeeded) this.#change(node, ';');
  }

  #changeOperator(node: ESTree.BinaryExpression | ESTree.AssignmentExpression): void {
    if (this.#spared.has(node) && /^[!=]==$/.test(node.operator)) return;
    const isText = [node.left, node.right].some((side) => isTextual(side));
    if (!isText || node.operator.startsWith('=') || node.operator.startsWith('!'))
      this.#changeToken(node.left.end, node.operator, operatorTwins.get(node.operator));
  }

  #changeUpdate(node: ESTree.UpdateExpression): void {
    if (this.#spared.has(node)) return;
    const from = node.prefix ? node.start : node.argument.end;
    this.#changeToken(from, node.operator, operatorTwins.get(node.operator));
  }

  #dropSign(node: ESTree.UnaryExpression): void {
    if (['!', '-', '~'].includes(node.operator)) this.#change(node, this.#cut(node.argument));
    this.#spare(node.operator === '-' ? node.argument : null);
  }

  #insist(object: Node): void {
    const isName = /^\?\.\s*[^[(\s]/.test(this.#text.slice(object.end));
    this.#changeToken(object.end, '?.', isName ? '.' : '');
  }

  #changeCall(node: ESTree.CallExpression): void {
    const { callee, optional } = node;
    if (optional) this.#insist(callee);
    if (callee.type !== 'MemberExpression' || callee.computed) return;
    const name = this.#cut(callee.property);
    this.#changeToken(callee.property.start, name, methodTwins.get(name));
    if (transparentMethods.has(name)) this.#change(node, this.#cut(callee.object));
  }

  #emptyTemplate(node: ESTree.TemplateLiteral): void {
    const text = node.quasis.map(({ value }) => value.raw).join('');
    if (text !== '' && !isProse(text)) this.#change(node, "''");
  }

  #changeLiteral(node: Literal): void {
    if ('regex' in node && node.regex) {
      for (const pattern of listPatternChanges(node.regex)) this.#change(node, pattern);
    } else if (typeof node.value === 'boolean') this.#change(node, String(!node.value));
    else if (typeof node.value === 'number') this.#change(node, String(node.value + 1));
    else if (typeof node.value === 'string' && !isProse(node.value))
      this.#change(node, node.value === '' ? "'mutant'" : "''");
  }
}

/** Whether the expression gives true or false, as far as its shape tells. */
function isTruth(node: ESTree.Expression): boolean {
  if (node.type === 'ParenthesizedExpression') return isTruth(node.expression);
  if (node.type === 'LogicalExpression') return node.operator !== '??' && isTruth(node.right);
  if (node.type === 'UnaryExpression') return node.operator === '!';
  return node.type === 'BinaryExpression' && /^(?:[<>]=?|[!=]==?|in|instanceof)$/.test(node.operator);
}

function isTextual({ type, ...node }: ESTree.Node): boolean {
  return (
    type === 'TemplateLiteral' || (type === 'Literal' && 'value' in node && typeof node.value === 'string')
  );
}

function isProse(text: string): boolean {
  return /\S\s+\S/.test(text);
}
