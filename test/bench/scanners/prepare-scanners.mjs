// Which of the scanners are here: by the path that was named, or else on PATH. Who is not is said to be skipped, never left out silently.

import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

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
  return {
    name,
    version: /\d+\.[\d.]+/.exec(`${stdout}${stderr}`)?.[0],
    okCodes,
    start: () => [found, ...versionWords],
    scan: files,
    list: files,
    readKeys,
    ...jobs,
  };
}
