// `{a,b}` as shells read it: the glob is written out once for each word. Braces without a comma, and those that do not pair, mean
// themselves.

/** More globs are not made of one. */
export const MAX_ALTERNATIVES = 256;

interface Braces {
  readonly start: number;
  /** Behind the closing one. */
  readonly end: number;
  readonly words: readonly string[];
}

/** The globs that one stands for, without braces that mean anything; undefined when they are too many. */
export function expandBraces(glob: string): readonly string[] | undefined {
  const done: string[] = [];
  const waiting = [{ glob, from: 0 }];
  for (let one = waiting.pop(); one; one = waiting.pop()) {
    if (done.length + waiting.length > MAX_ALTERNATIVES) return undefined;
    const braces = findBraces(one.glob, one.from);
    if (!braces) {
      done.push(one.glob);
      continue;
    }
    const [before, after] = [one.glob.slice(0, braces.start), one.glob.slice(braces.end)];
    for (const word of braces.words) waiting.push({ glob: before + word + after, from: braces.start });
  }
  return done;
}

/** The first braces from there on that hold a comma. */
function findBraces(glob: string, from: number): Braces | undefined {
  const open: { start: number; commas: number[] }[] = [];
  let found: Braces | undefined;
  for (let at = from; at < glob.length; at++) {
    const character = glob[at]!;
    if (character === '\\') at++;
    else if (character === '[') at = skipClass(glob, at);
    else if (character === '{') open.push({ start: at, commas: [] });
    else if (character === ',') open.at(-1)?.commas.push(at);
    else if (character === '}') {
      const last = open.pop();
      if (last && last.commas.length > 0) found = { ...last, end: at + 1, words: cutWords(glob, last, at) };
      if (found && !open.some(({ commas }) => commas.length > 0)) return found;
    }
  }
  return found;
}

function cutWords(
  glob: string,
  { start, commas }: { start: number; commas: readonly number[] },
  end: number,
): string[] {
  return [...commas, end].map((to, index) => glob.slice((index === 0 ? start : commas[index - 1]!) + 1, to));
}

/** Where the class that begins there ends; its begin if it never does. */
export function skipClass(glob: string, start: number): number {
  let at = start + 1;
  if (glob[at] === '!' || glob[at] === '^') at++;
  // A bracket that comes first is one of the class.
  if (glob[at] === ']') at++;
  for (; at < glob.length && glob[at] !== '/'; at++) {
    if (glob[at] === '\\') at++;
    else if (glob[at] === ']') return at;
  }
  return start;
}
