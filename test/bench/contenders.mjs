// The programs that every case compares; scanners/ holds those that search for keys as invguard does. Each is asked the same things: its version, a file, a folder; and tells which lines it found
// something in, in words of its own.

import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { KEY_PATTERN } from './scanners/planted-rule.mjs';
import { toPattern } from './screen-literals.mjs';

const SECRETLINT = ['secretlint', '@secretlint/secretlint-rule-preset-recommend'];
/** The newest that runs on Node 20. Left to itself, npm picks 12.x there, which spends O(n²) on a profiler (secretlint#1653). */
const SECRETLINT_VERSION = '13.0.6';

export const bareNode = {
  name: 'node -e 0',
  isNode: true,
  start: () => [process.execPath, '-e', '0'],
};

/** A copy of the build, so that a build that happens meanwhile changes nothing measured. */
export function prepareInvguard(root, place) {
  const home = path.join(place, 'invguard');
  mkdirSync(home);
  for (const name of ['dist', 'package.json'])
    cpSync(path.join(root, name), path.join(home, name), { recursive: true });
  const program = path.join(home, 'dist', 'cli.cjs');
  const cli = [process.execPath, program];
  return {
    name: 'invguard',
    isNode: true,
    program,
    peakRunCount: 3,
    okCodes: [0, 1],
    start: () => [...cli, '--version'],
    scan: (target) => [...cli, 'scan', target],
    guard: () => [...cli, 'guard', 'pre-commit'],
    install: () => [...cli, 'install'],
    /** What it finds, with its keys: only of what was made up to be found. */
    reveal: (...words) => [...cli, 'scan', ...words, '--format', 'jsonl', '--show-secrets', '--force'],
    list: (target) => [...cli, 'scan', target, '--format', 'jsonl'],
    readLines: readJsonLines,
  };
}

/** ripgrep, or undefined where there is none; it is then said so. */
export function prepareRipgrep(program, say) {
  const { status, stdout } = spawnSync(program, ['--version'], { encoding: 'utf8' });
  if (status !== 0) {
    say(`SKIPPED: ripgrep (${program} does not run; install it or give --rg PATH)`);
    return undefined;
  }
  const version = /\d[\d.]*/.exec(stdout)?.[0];
  return { name: 'rg -c', version, program, ...askRipgrep(program, [KEY_PATTERN]) };
}

/**
 * ripgrep asked for all that tells invguard where to look closer. It names lines with such a literal and no secret, too: what invguard
 * does with them is not asked of it. `place` is for the patterns.
 */
export function prepareLiteralRipgrep({ program }, literals, place) {
  const patterns = path.join(place, 'patterns.txt');
  writeFileSync(patterns, literals.map((literal) => `${toPattern(literal)}\n`).join(''));
  const asked = askRipgrep(program, ['-f', patterns]);
  return { name: 'rg -c, literals of the rules', isPrefilter: true, ...asked };
}

function askRipgrep(program, asked) {
  const search = (target) => [program, '-c', '--with-filename', '--no-config', ...asked, target];
  return {
    okCodes: [0, 1],
    start: () => [program, '--version'],
    scan: search,
    list: search,
    readCounts: (text) =>
      new Map(
        splitLines(text).map((line) => {
          const [, file, count] = /^(.*):(\d+)$/.exec(line);
          return [toRelative(file), Number(count)];
        }),
      ),
  };
}

/** secretlint with its recommended preset, installed into `cache` when missing; undefined where that fails. */
export function prepareSecretlint(cache, say) {
  const manifest = path.join(cache, 'node_modules', 'secretlint', 'package.json');
  if (!isInstalled(manifest)) installSecretlint(cache);
  if (!isInstalled(manifest)) {
    say(`SKIPPED: secretlint (npm could not install ${SECRETLINT_VERSION})`);
    return undefined;
  }
  const config = path.join(cache, 'secretlintrc.json');
  writeFileSync(config, JSON.stringify({ rules: [{ id: SECRETLINT[1] }] }));
  const program = [process.execPath, path.join(path.dirname(manifest), 'bin', 'secretlint.js')];
  const search = (target) => {
    const glob = target === '.' ? '**/*' : target;
    return [...program, '--secretlintrc', config, '--no-color', '--format', 'unix', glob];
  };
  return {
    name: 'secretlint',
    version: SECRETLINT_VERSION,
    isNode: true,
    okCodes: [0, 1],
    start: () => [...program, '--version'],
    scan: search,
    list: search,
    readLines: (text, folder) =>
      splitLines(text)
        .map((line) => /^(.*?):(\d+):\d+: /.exec(line))
        .filter(Boolean)
        .map(([, file, line]) => `${toRelative(path.relative(folder, path.resolve(folder, file)))}:${line}`),
  };
}

function isInstalled(manifest) {
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === SECRETLINT_VERSION;
}

function installSecretlint(cache) {
  mkdirSync(cache, { recursive: true });
  const own = process.env.npm_execpath ?? '';
  const npm = /npm-cli\.[cm]?js$/.test(own) ? [process.execPath, own] : ['npm'];
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const names = SECRETLINT.map((name) => `${name}@${SECRETLINT_VERSION}`);
  spawnSync(npm[0], [...npm.slice(1), 'install', ...flags, '--prefix', cache, ...names], {
    stdio: ['ignore', 2, 2],
    shell: npm.length === 1 && process.platform === 'win32',
  });
}

function readJsonLines(text) {
  return splitLines(text)
    .map((line) => JSON.parse(line))
    .filter((record) => record.type === 'finding')
    .flatMap((record) => record.places.map((place) => `${place.path}:${place.line}`));
}

function splitLines(text) {
  return text.split('\n').filter((line) => line !== '');
}

function toRelative(file) {
  return file.replaceAll('\\', '/').replace(/^\.\//, '');
}
