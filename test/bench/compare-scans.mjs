// All contenders on all sizes of one kind of input, in turns: so both who is faster and how each grows are told by the same minutes of
// the machine. Who does not find exactly what was planted, by its lines or by its keys, is not compared.

import { measurePeak, run, timeInTurns } from './measure.mjs';

/**
 * Takes inputs `{ cwd, target, plants }` and returns, for each, a row per contender: its times, peak memory and whether it found
 * what was planted; a prefilter may name more. With `small`, a file to scan for next to nothing, `netMs` is the median less the time to start.
 */
export function compareScans(contenders, inputs, { place, runCount, small }) {
  const tasks = inputs.flatMap((input) => contenders.map((contender) => createTask(contender, input)));
  const checks = new Map(tasks.map((task) => [task, checkFound(task, place)]));
  const starts = new Map(
    small ? contenders.map((contender) => [contender, describeStart(contender, small)]) : [],
  );
  // The checks have just read the same files.
  const times = timeInTurns([...tasks, ...starts.values()], { place, runCount, isWarm: true });
  const toRow = (task) => {
    const time = times.get(task);
    const start = times.get(starts.get(task.contender));
    return {
      name: task.contender.name,
      ...time,
      ...(start && { netMs: time.medianMs - start.medianMs }),
      peakMb: measurePeak(task, place),
      ...checks.get(task),
    };
  };
  return inputs.map((input) => tasks.filter((task) => task.subject === input).map(toRow));
}

export function toCommand({ isNode, peakRunCount, okCodes }, words, cwd) {
  return { isNode, peakRunCount, okCodes, words, cwd };
}

function createTask(contender, subject) {
  return { ...toCommand(contender, contender.scan(subject.target), subject.cwd), contender, subject };
}

/**
 * How much of what was planted a contender names, and whether each once and nothing else. Scanners that name secrets are asked for the
 * keys, the others for the lines.
 */
function checkFound(task, place) {
  const { isPrefilter } = task.contender;
  const found = compareWithPlants(task, place);
  return isPrefilter ? { ...found, isPrefilter, isRight: found.foundCount === found.plantCount } : found;
}

function compareWithPlants({ contender, subject: { cwd, target, plants } }, place) {
  const text = run(toCommand(contender, contender.list(target), cwd), { place }).readText();
  if (contender.readKeys)
    return compareFound(
      contender.readKeys(text),
      plants.map(({ key }) => key),
    );
  const planted = plants.map(({ path, line }) => `${path}:${line}`);
  if (contender.readCounts)
    return compareFound(listCounts(contender.readCounts(text)), listCounts(countLines(plants)));
  return compareFound(contender.readLines(text, cwd), planted);
}

/** Both as often as they stand there. */
export function compareFound(found, planted) {
  const open = new Map();
  for (const one of planted) open.set(one, (open.get(one) ?? 0) + 1);
  let foundCount = 0;
  for (const one of found) {
    const left = open.get(one) ?? 0;
    if (left > 0) foundCount++;
    open.set(one, left - 1);
  }
  const plantCount = planted.length;
  return { foundCount, plantCount, isRight: foundCount === plantCount && found.length === plantCount };
}

/** What is subtracted: for ripgrep with its one pattern its version, for the others, which compile rules first, a scan of one small file. */
function describeStart(contender, { cwd, file }) {
  const isReadyAtOnce = contender.readCounts && !contender.isPrefilter;
  return toCommand(contender, isReadyAtOnce ? contender.start() : contender.scan(file), cwd);
}

/** In how many lines of a file something stands. */
function countLines(plants) {
  const lines = new Map();
  for (const { path, line } of plants) lines.set(path, (lines.get(path) ?? new Set()).add(line));
  return new Map([...lines].map(([path, { size }]) => [path, size]));
}

function listCounts(counts) {
  return [...counts].flatMap(([path, count]) => Array.from({ length: count }, () => path));
}
