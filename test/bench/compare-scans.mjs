// All contenders on all sizes of one kind of input, in turns: so both who is faster and how each grows are told by the same minutes of
// the machine. Who does not find exactly the planted lines is not compared.

import { measurePeak, run, timeInTurns } from './measure.mjs';

/**
 * Takes inputs `{ cwd, target, plants }` and returns, for each, a row per contender: its times, peak memory and whether it found
 * what was planted. With `small`, a file to scan for next to nothing, `netMs` is the median less the time to start.
 */
export function compareScans(contenders, inputs, { place, runCount, small }) {
  const tasks = inputs.flatMap((input) => contenders.map((contender) => createTask(contender, input)));
  const checks = new Map(tasks.map((task) => [task, findsPlants(task, place)]));
  const starts = new Map(
    small ? contenders.map((contender) => [contender, describeStart(contender, small)]) : [],
  );
  const times = timeInTurns([...tasks, ...starts.values()], { place, runCount });
  const toRow = (task) => {
    const time = times.get(task);
    const start = times.get(starts.get(task.contender));
    return {
      name: task.contender.name,
      ...time,
      ...(start && { netMs: time.medianMs - start.medianMs }),
      peakMb: measurePeak(task, place),
      isRight: checks.get(task),
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

/** Whether a contender names the planted lines, each once, and no other. */
function findsPlants({ contender, subject: { cwd, target, plants } }, place) {
  const text = run(toCommand(contender, contender.list(target), cwd), { place }).readText();
  if (contender.readCounts) return isSameCounts(contender.readCounts(text), plants);
  const found = contender.readLines(text, cwd).sort();
  const planted = plants.map(({ path, line }) => `${path}:${line}`).sort();
  return found.length === planted.length && found.every((line, index) => line === planted[index]);
}

/** What is subtracted: for ripgrep its version, for the others, which compile rules first, a scan of one small file. */
function describeStart(contender, { cwd, file }) {
  return toCommand(contender, contender.readCounts ? contender.start() : contender.scan(file), cwd);
}

function isSameCounts(counts, plants) {
  const lines = new Map();
  for (const { path, line } of plants) lines.set(path, (lines.get(path) ?? new Set()).add(line));
  return lines.size === counts.size && [...lines].every(([path, { size }]) => counts.get(path) === size);
}
