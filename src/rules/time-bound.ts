// Runs a pattern over hostile texts with the real engine of regular expressions and tells when it takes too long. A scan runs patterns
// on slices of bounded length round keywords, so what counts is the time for one slice, and for a text full of keywords.
//
// Texts grow in small steps while they cost anything: a pattern whose time doubles with each character is caught at the first
// text over the bound, instead of after a lifetime. Bounds are far above what a sound pattern takes and a time over a bound is
// measured again, so that a busy machine accuses nobody.

import type { AST } from '@eslint-community/regexpp';
import type { Reach } from '../core/rule.ts';
import { countWays } from './backtracking.ts';
import { type HostileFamily, listHostileFamilies, writeHostileText } from './hostile.ts';

/** Longest time for one slice. A sound pattern takes some microseconds. */
export const SLICE_BOUND_MS = 50;
/** Longest time for a text of `CROWDED_LENGTH` characters full of keywords. */
export const CROWDED_BOUND_MS = 500;
const CROWDED_LENGTH = 16_384;
/** More than this nobody waits for: `(?:a?){60}a{60}` would be tried on its own beginning for a lifetime. Sound patterns have a tenth. */
const HOPELESS_STEPS = 1e12;

const MOST_RUNS = 3;
const WORST_PUMPS = 2;

/** One regular expression as a scan runs it. */
export interface TimedPattern {
  readonly ast: AST.Pattern;
  /** Global. */
  readonly expression: RegExp;
  /** Empty when the pattern runs on whole slices of its own accord: contexts, values, names. */
  readonly keywords: readonly string[];
  readonly reach: Reach;
  /** The longest text the pattern is ever run on at once. */
  readonly sliceLength: number;
}

/** What a pattern cost that is over a bound. */
export interface Overrun {
  /** Where the time went, for a sentence: `one slice of 120 characters`. */
  readonly subject: string;
  readonly boundMs: number;
}

/** The first bound that the pattern breaks; undefined when it keeps all. Takes well under a second for a sound pattern. */
export function findOverrun(pattern: TimedPattern): Overrun | undefined {
  const { ast, keywords, expression, sliceLength } = pattern;
  if (countWays(ast) * sliceLength > HOPELESS_STEPS) {
    return { subject: `a slice of ${sliceLength} characters`, boundMs: SLICE_BOUND_MS };
  }
  const climbs: Climb[] = [];
  for (const family of listHostileFamilies(ast, { keywords, ignoreCase: expression.ignoreCase })) {
    const climbed = climb(pattern, family);
    if (climbed.overrun) return climbed.overrun;
    climbs.push(climbed);
  }
  return keywords.length === 0 ? undefined : findCrowdOverrun(pattern, climbs);
}

/** What came of running the texts of one family; the time is that of the longest. */
interface Climb {
  readonly family: HostileFamily;
  readonly timeMs: number;
  readonly overrun?: Overrun;
}

/** Runs longer and longer texts of a family, up to the longest slice. */
function climb(pattern: TimedPattern, family: HostileFamily): Climb {
  let timeMs = 0;
  const shortest = Math.min(pattern.sliceLength, family.head.length + family.tail.length + 4);
  for (let length = shortest; ; length = Math.min(pattern.sliceLength, growLength(length, timeMs))) {
    const text = writeHostileText(family, length).slice(0, pattern.sliceLength);
    timeMs = measureLeastMs(() => search(pattern.expression, text), SLICE_BOUND_MS);
    if (timeMs > SLICE_BOUND_MS) {
      return {
        family,
        timeMs,
        overrun: { subject: `a slice of ${text.length} characters`, boundMs: SLICE_BOUND_MS },
      };
    }
    if (length >= pattern.sliceLength) return { family, timeMs };
  }
}

function growLength(length: number, timeMs: number): number {
  const factor = timeMs < 0.02 ? 2 : timeMs < 1 ? 1.25 : 1.05;
  return Math.max(length + 1, Math.floor(length * factor));
}

/** The least of several times, as long as they are over the bound; hopeless ones are not run again. */
function measureLeastMs(run: () => void, boundMs: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (let count = 0; count < MOST_RUNS && least > boundMs; count++) {
    const startMs = performance.now();
    run();
    least = Math.min(least, performance.now() - startMs);
    if (least > 20 * boundMs) return least;
  }
  return least;
}

function search(expression: RegExp, text: string): void {
  expression.lastIndex = 0;
  expression.exec(text);
}

/**
 * Runs texts full of keywords, made of what took longest. Heads and tails are left out in turn: in a crowd, they may complete
 * the very match that the text before them is to miss.
 */
function findCrowdOverrun(pattern: TimedPattern, climbs: readonly Climb[]): Overrun | undefined {
  for (const family of takeWorst(climbs)) {
    for (const part of [{ head: '', tail: '' }, { head: '' }, { tail: '' }, {}]) {
      for (const gap of [16, 256, pattern.reach.longest]) {
        const overrun = crowd(pattern, { ...family, ...part }, gap);
        if (overrun) return overrun;
      }
    }
  }
  return undefined;
}

/** The families that took longest, of different pumps. */
function takeWorst(climbs: readonly Climb[]): readonly HostileFamily[] {
  const byPump = new Map<string, HostileFamily>();
  for (const { family } of climbs.toSorted((a, b) => b.timeMs - a.timeMs)) {
    if (!byPump.has(family.pump)) byPump.set(family.pump, family);
  }
  return [...byPump.values()].slice(0, WORST_PUMPS);
}

/** Runs a text in which a keyword stands every few characters, slice by slice. */
function crowd(pattern: TimedPattern, family: HostileFamily, gap: number): Overrun | undefined {
  const unit = writeHostileText({ ...family, head: pattern.keywords[0]! + family.head }, gap);
  const text = unit.repeat(Math.ceil(CROWDED_LENGTH / unit.length)).slice(0, CROWDED_LENGTH);
  const timeMs = measureLeastMs(() => searchSlices(pattern, text), CROWDED_BOUND_MS);
  if (timeMs <= CROWDED_BOUND_MS) return undefined;
  const subject = `a text of ${CROWDED_LENGTH} characters with a keyword every ${unit.length}`;
  return { subject, boundMs: CROWDED_BOUND_MS };
}

function searchSlices({ expression, keywords, reach }: TimedPattern, text: string): void {
  const deadlineMs = performance.now() + 2 * CROWDED_BOUND_MS;
  for (const keyword of keywords) {
    for (let at = text.indexOf(keyword); at !== -1; at = text.indexOf(keyword, at + 1)) {
      const slice = text.slice(
        Math.max(0, at - reach.before - reach.behind),
        at + reach.longest + reach.ahead,
      );
      search(expression, slice);
      if (performance.now() > deadlineMs) return;
    }
  }
}
