// Draws a recording of a terminal: scene after scene a command is typed, and what it wrote is shown. It moves by CSS alone, starts over
// when it is done, and stands still on the last scene where motion is not wanted.
import { createPicture } from './svg.ts';
import { COLUMN, countColumns, drawRows, FOREGROUND, MARGIN, ROW } from './terminal-rows.ts';

export interface Scene {
  readonly command: string;
  /** With the SGR sequences that colour it. */
  readonly output: string;
}

/** In seconds; what a program really took is left out, so that every recording is the same. */
interface Timing {
  readonly start: number;
  readonly typed: number;
  readonly answered: number;
  readonly end: number;
}

const BACKGROUND = '#1b1f2a';
const BAR = 28;
const FIRST_BASELINE = BAR + ROW - 4;
const PROMPT = '$ ';
const BEFORE_TYPING = 0.8;
const PER_LETTER = 0.06;
const BEFORE_ANSWER = 0.5;
const READING = 7;

/** The picture, as large as the largest scene. */
export function drawTerminal(scenes: readonly Scene[]): string {
  const screens = scenes.map(({ command, output }) => [
    `\u001b[2m${PROMPT.trimEnd()}\u001b[22m ${command}`,
    '',
    ...output.trimEnd().split('\n'),
  ]);
  const widest = Math.max(...screens.flat().map(countColumns));
  const rowCount = Math.max(...screens.map(({ length }) => length));
  const size = { width: 2 * MARGIN + widest * COLUMN, height: BAR + rowCount * ROW + MARGIN };
  const title = `A terminal: ${scenes.map(({ command }) => command).join(', then ')}`;
  return createPicture(title, size, [
    ...drawStyle(scenes),
    `<rect width="${size.width}" height="${size.height}" rx="8" fill="${BACKGROUND}"/>`,
    ...['#ff5f57', '#febc2e', '#28c840'].map(
      (colour, index) => `<circle cx="${MARGIN + 4 + index * 16}" cy="14" r="5" fill="${colour}"/>`,
    ),
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" xml:space="preserve">`,
    ...screens.flatMap((rows, index) => drawScene(rows, index, scenes[index]!.command)),
    '</g>',
  ]);
}

/** The command, a cover over it that moves on letter by letter with the cursor before it, and the output. */
function drawScene([prompt = '', ...answer]: readonly string[], index: number, { length }: string) {
  const left = MARGIN + PROMPT.length * COLUMN;
  const top = FIRST_BASELINE - ROW + 5;
  return [
    `<g class="scene${index}">`,
    ...drawRows([prompt], FIRST_BASELINE),
    `<g class="cover${index}">`,
    `<rect x="${left}" y="${top}" width="${(length + 1) * COLUMN}" height="${ROW}" fill="${BACKGROUND}"/>`,
    `<rect x="${left}" y="${top}" width="${COLUMN}" height="${ROW}" fill="${FOREGROUND}"/>`,
    '</g>',
    `<g class="answer${index}">`,
    ...drawRows(answer, FIRST_BASELINE + ROW),
    '</g>',
    '</g>',
  ];
}

/** What is seen without motion, and when everything comes and goes with it. */
function drawStyle(scenes: readonly Scene[]): readonly string[] {
  const timings = scheduleScenes(scenes);
  const whole = timings.at(-1)!.end;
  const at = (seconds: number) => `${((100 * seconds) / whole).toFixed(2)}%`;
  const still = scenes.map((_, index) => {
    const hidden = index < scenes.length - 1 ? `.scene${index}, .cover${index}` : `.cover${index}`;
    return `${hidden} { opacity: 0; }`;
  });
  const moving = timings.flatMap(({ start, typed, answered, end }, index) => {
    const letters = scenes[index]!.command.length;
    const moveCover = `opacity: 1; transform: none; animation-timing-function: steps(${letters});`;
    return [
      ...['scene', 'cover', 'answer'].map(
        (part) => `.${part}${index} { animation: ${part}${index} ${whole.toFixed(2)}s step-end infinite; }`,
      ),
      `@keyframes scene${index} { 0% { opacity: ${index === 0 ? 1 : 0}; } ${at(start)} { opacity: 1; } ${at(end)} { opacity: ${end === whole ? 1 : 0}; } }`,
      `@keyframes cover${index} { 0% { opacity: 1; transform: none; } ${at(start + BEFORE_TYPING)} { ${moveCover} } ${at(typed)} { opacity: 1; transform: translateX(${letters * COLUMN}px); } ${at(answered)} { opacity: 0; } 100% { opacity: 0; } }`,
      `@keyframes answer${index} { 0% { opacity: 0; } ${at(answered)} { opacity: 1; } 100% { opacity: 1; } }`,
    ];
  });
  return [
    '<style>',
    ...still,
    '@media (prefers-reduced-motion: no-preference) {',
    ...moving,
    '}',
    '</style>',
  ];
}

function scheduleScenes(scenes: readonly Scene[]): readonly Timing[] {
  let start = 0;
  return scenes.map(({ command }) => {
    const typed = start + BEFORE_TYPING + command.length * PER_LETTER;
    const timing = { start, typed, answered: typed + BEFORE_ANSWER, end: typed + BEFORE_ANSWER + READING };
    start = timing.end;
    return timing;
  });
}
