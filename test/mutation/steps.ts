// Which statements of a text run, told by the text itself: each of them is given a note that it ran. A mutant is seen by no test that does
// not run the statement it stands in.

import { type ESTree, parseSync, Visitor } from 'rolldown/utils';

/** A statement, or what an arrow function gives; half-open, in UTF-16 units. The first step of a text is all of it. */
export interface Step {
  readonly startOffset: number;
  readonly endOffset: number;
}

/** Where a note is put, for the step of that index. */
interface Note {
  readonly offset: number;
  readonly text: string;
}

type Node = Pick<ESTree.Node, 'start' | 'end' | 'type'>;

/** The name of the array in which it is noted what ran. */
export const NOTEBOOK = '__invguardSteps';

/** In the order of the text. */
export function listSteps(text: string): readonly Step[] {
  return readNoted(text, 0).steps;
}

/** The text with its notes; those of its steps follow `firstIndex`. */
export function noteSteps(text: string, firstIndex: number): string {
  const { notes } = readNoted(text, firstIndex);
  let noted = '';
  let from = 0;
  for (const note of notes) {
    noted += text.slice(from, note.offset) + note.text;
    from = note.offset;
  }
  return noted + text.slice(from);
}

/** Index of the innermost step that holds `offset`. */
export function findStep(steps: readonly Step[], offset: number): number {
  return steps.findLastIndex(({ startOffset, endOffset }) => startOffset <= offset && offset < endOffset);
}

function readNoted(text: string, firstIndex: number): { steps: readonly Step[]; notes: readonly Note[] } {
  const { program, errors } = parseSync('source.ts', text);
  if (errors[0]) throw new Error(errors[0].message);
  const finder = new StepFinder(text.length);
  finder.visit(program);
  const steps = finder.steps.toSorted((a, b) => a.startOffset - b.startOffset || b.endOffset - a.endOffset);
  const notes = steps.flatMap((step, index): Note[] => {
    const note = `${NOTEBOOK}[${firstIndex + index}] = 1`;
    const { startOffset, endOffset, kind } = step;
    if (kind === 'statement') return [{ offset: startOffset, text: `${note};` }];
    const [open, close] = kind === 'branch' ? [`{ ${note};`, '}'] : [`(${note},`, ')'];
    return [
      { offset: startOffset, text: open },
      { offset: endOffset, text: close },
    ];
  });
  return { steps, notes: notes.toSorted((a, b) => a.offset - b.offset) };
}

/** A `branch` is a statement without braces of its own. */
type Kind = 'statement' | 'branch' | 'expression';

class StepFinder {
  readonly steps: (Step & { readonly kind: Kind })[] = [];

  constructor(length: number) {
    this.steps.push({ startOffset: 0, endOffset: length, kind: 'statement' });
  }

  visit(program: ESTree.Program): void {
    new Visitor({
      BlockStatement: ({ body }) => this.#addStatements(body),
      SwitchCase: ({ consequent }) => this.#addStatements(consequent),
      IfStatement: ({ consequent, alternate }) => this.#addBranches(consequent, alternate),
      WhileStatement: ({ body }) => this.#addBranches(body),
      ForStatement: ({ body }) => this.#addBranches(body),
      ForOfStatement: ({ body }) => this.#addBranches(body),
      ForInStatement: ({ body }) => this.#addBranches(body),
      ArrowFunctionExpression: ({ body, expression }) => expression && this.#add(body, 'expression'),
    }).visit(program);
  }

  #add({ start, end }: Node, kind: Kind): void {
    this.steps.push({ startOffset: start, endOffset: end, kind });
  }

  #addStatements(statements: readonly Node[]): void {
    for (const statement of statements) this.#add(statement, 'statement');
  }

  #addBranches(...branches: readonly (Node | null)[]): void {
    for (const branch of branches)
      if (branch && branch.type !== 'BlockStatement') this.#add(branch, 'branch');
  }
}
