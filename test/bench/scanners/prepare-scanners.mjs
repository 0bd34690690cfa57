// Which of the scanners are here: by the path that was named, or else on PATH. Who is not, or does not find a key that lies before it,
// is said to be skipped, never left out silently.

import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

import { toCommand } from '../compare-scans.mjs';
import { createRandom, drawKey } from '../generated-text.mjs';
import { run } from '../measure.mjs';
import { scanners } from './index.mjs';
import { readKeys } from './planted-rule.mjs';

/** Programs by the names of scanners, as `--with NAME=PATH` gives them. Throws when there is no scanner of a name. */
export function parsePrograms(words) {
  const programs = new Map(words.map((word) => [word.split('=', 1)[0], word.slice(word.indexOf('=') + 1)]));
  const known = scanners.map(({ name }) => name);
  for (const name of programs.keys()) {
    if (!known.includes(name)) throw new Error(`no scanner is called ${name}; there are ${known.join(', ')}`);
  }
  return programs;
}

/** The contenders that run here. Their rules and caches are kept below `place`. */
export function prepareScanners({ programs, place, say }) {
  return scanners
    .map((scanner) => prepareScanner(scanner, { program: programs.get(scanner.name), place, say }))
    .filter(Boolean);
}

/** `files` and, where it can do them, `history` and `staged` give the words that run it; what it writes names the keys it found. */
export function prepareScanner(scanner, { program, place, say }) {
  const { name, versionWords, okCodes, prepare } = scanner;
  // Programs run in folders of their own.
  const found = program?.includes(path.sep) ? path.resolve(program) : (program ?? name);
  const { status, stdout, stderr } = spawnSync(found, versionWords, { encoding: 'utf8' });
  if (status !== 0) {
    say(
      `SKIPPED: ${name} (${program ?? 'not on PATH; give --with'} ${program ? 'does not run' : `${name}=PATH`})`,
    );
    return undefined;
  }
  const folder = path.join(place, 'scanners', name);
  mkdirSync(folder, { recursive: true });
  const { files, ...jobs } = prepare({ program: found, folder, coreCount: availableParallelism() });
  const contender = {
    name,
    version: /\d+\.[\d.]+/.exec(`${stdout}${stderr}`)?.[0],
    okCodes,
    start: () => [found, ...versionWords],
    scan: files,
    list: files,
    readKeys,
    ...jobs,
  };
  const fault = tryOut(contender, folder);
  if (fault) say(`SKIPPED: ${name} (${fault})`);
  return fault ? undefined : contender;
}

/** Why it cannot be compared: another version may take other words. */
function tryOut(contender, folder) {
  const key = drawKey(createRandom(1));
  const cwd = path.join(folder, 'tried');
  mkdirSync(cwd);
  writeFileSync(path.join(cwd, 'key.js'), `send("${key}");\n`);
  try {
    const text = run(toCommand(contender, contender.scan('key.js'), cwd), { place: folder }).readText();
    return contender.readKeys(text).includes(key) ? undefined : 'does not name a planted key';
  } catch ({ message }) {
    return message;
  }
}
