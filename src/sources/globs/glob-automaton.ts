// A glob as an automaton: time grows with the path, never with the ways in which stars could share it out. Globs come from whoever wrote
// the scanned repository, and a regular expression of `{a,aa}{a,aa}…` or `**/a/**/a/**/a/` can be kept busy for hours. The sets of steps
// at which a path may stand are worked out when a path first gets there, and kept.

import { assertNever } from '../../core/assert-never.ts';
import { expandBraces } from './expand-braces.ts';
import { readTokens, type Token } from './glob-tokens.ts';

/** One more transition than this, and all are forgotten: paths may hold anything. */
const MOST_KNOWN = 4_096;

/** What a character leads to from here, and what is reached without one: distances to the steps behind. */
interface Step {
  readonly take: (code: number) => readonly number[];
  readonly passes: readonly number[];
}

interface Standing {
  readonly steps: readonly number[];
  readonly isEnd: boolean;
  readonly next: Map<number, Standing>;
}

/** Whether a glob takes a posix path; undefined when braces make too many globs of it. */
export function compileGlob(glob: string): ((path: string) => boolean) | undefined {
  const globs = expandBraces(glob);
  if (!globs) return undefined;
  const automaton = new Automaton(globs.map(readTokens));
  return (path) => automaton.takes(path);
}

class Automaton {
  readonly #steps: readonly Step[];
  readonly #ends: ReadonlySet<number>;
  readonly #start: Standing;
  #standings = new Map<string, Standing>();
  #knownCount = 0;

  constructor(globs: readonly (readonly Token[])[]) {
    const rows = globs.map((tokens) => [...tokens.flatMap(toSteps), END]);
    this.#steps = rows.flat();
    const starts = rows.map((_, index) => rows.slice(0, index).flat().length);
    this.#ends = new Set(rows.map((row, index) => starts[index]! + row.length - 1));
    this.#start = this.#stand(starts);
  }

  takes(path: string): boolean {
    let standing = this.#start;
    for (let at = 0; at < path.length && standing.steps.length > 0; at++) {
      const code = path.charCodeAt(at);
      standing = standing.next.get(code) ?? this.#advance(standing, code);
    }
    return standing.isEnd;
  }

  #advance(from: Standing, code: number): Standing {
    const reached = from.steps.flatMap((step) => this.#steps[step]!.take(code).map((way) => step + way));
    if (++this.#knownCount > MOST_KNOWN) this.#forget();
    const to = this.#stand(reached);
    from.next.set(code, to);
    return to;
  }

  #forget(): void {
    this.#knownCount = 0;
    this.#standings = new Map();
    this.#start.next.clear();
  }

  /** The standing at these steps and at all that are reached from them without a character. */
  #stand(reached: readonly number[]): Standing {
    const steps = new Set(reached);
    for (const step of steps) for (const way of this.#steps[step]!.passes) steps.add(step + way);
    const sorted = [...steps].sort((a, b) => a - b);
    const key = sorted.join();
    const known = this.#standings.get(key);
    if (known) return known;
    const made = { steps: sorted, isEnd: sorted.some((step) => this.#ends.has(step)), next: new Map() };
    this.#standings.set(key, made);
    return made;
  }
}

const NOWHERE: readonly number[] = [];
const STAY = [0];
const GO = [1];
const STAY_AND_GO = [0, 1];
const END: Step = { take: () => NOWHERE, passes: NOWHERE };

function toSteps(token: Token): readonly Step[] {
  switch (token.kind) {
    case 'one':
      return [takeOne(token.takes)];
    case 'class':
      return toClassSteps(token.takes, token.text);
    case 'many':
      return [{ take: (code) => (token.takes(code) ? STAY : NOWHERE), passes: GO }];
    case 'folders':
      // Once a folder's name has begun, only a slash leads out of it.
      return [
        { take: () => GO, passes: [2] },
        { take: (code) => (isSlash(code) ? STAY_AND_GO : STAY), passes: NOWHERE },
      ];
    case 'below':
      return [
        { take: (code) => (isSlash(code) ? GO : NOWHERE), passes: [2] },
        { take: () => STAY, passes: GO },
      ];
    default:
      return assertNever(token);
  }
}

function takeOne(takes: (code: number) => boolean, ways = GO): Step {
  return { take: (code) => (takes(code) ? ways : NOWHERE), passes: NOWHERE };
}

/** The class, which leads behind its text, and then the text. */
function toClassSteps(takes: (code: number) => boolean, text: string): readonly Step[] {
  const codes = Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
  const fork: Step = { take: () => NOWHERE, passes: [1, 2] };
  const written = codes.map((code) => takeOne((other) => other === code));
  return [fork, takeOne(takes, [1 + written.length]), ...written];
}

function isSlash(code: number): boolean {
  return code === 0x2f;
}
