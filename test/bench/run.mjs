// npm run bench -- [startup|hook|places|file|tree|findings|history …] [--repo PATH] [--runs N] [--quick] [--huge] [--save] [--rg PATH]
// [--with SCANNER=PATH …]
// Measures invguard next to bare Node, ripgrep, git, secretlint and the scanners that are here, on the same bytes. Data is made from a
// seed in a temporary folder and removed afterwards; only `history` reads a repository that is named, and writes nothing to it. Ends with
// 1 when a contender did not find what was planted, for then nothing was compared.

import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

import { measureFile } from './case-file.mjs';
import { measureFindings } from './case-findings.mjs';
import { measureHistory } from './case-history.mjs';
import { measureHook } from './case-hook.mjs';
import { measurePlaces } from './case-places.mjs';
import { measureStartup } from './case-startup.mjs';
import { measureTree } from './case-tree.mjs';
import { prepareInvguard, prepareLiteralRipgrep, prepareRipgrep, prepareSecretlint } from './contenders.mjs';
import { parsePrograms, prepareScanners } from './scanners/prepare-scanners.mjs';
import { listScreenLiterals } from './screen-literals.mjs';
import { formatPlaces, formatTable } from './table.mjs';

const cases = {
  startup: measureStartup,
  hook: measureHook,
  places: measurePlaces,
  file: measureFile,
  tree: measureTree,
  findings: measureFindings,
  history: measureHistory,
};
const DEFAULT_RUNS = { startup: 21, hook: 21, file: 3, tree: 3, findings: 2, history: 5 };
const QUICK_RUNS = { startup: 7, hook: 7, file: 3, tree: 3, findings: 1, history: 1 };

const root = fileURLToPath(new URL('../..', import.meta.url));
const options = readOptions();
const place = mkdtempSync(path.join(realpathSync(tmpdir()), 'invguard-bench-'));
process.on('exit', () => rmSync(place, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));

const say = (line) => process.stdout.write(`${line}\n`);
const bench = await prepareBench();
say(
  `${availableParallelism()} cores, Node ${process.version}, ${bench.contenders.map(describeVersion).join(', ')}`,
);

const results = [];
for (const name of options.names) {
  say(`\n# ${name} (load ${formatLoad()})`);
  const runCount = options.runs ?? (options.isQuick ? QUICK_RUNS : DEFAULT_RUNS)[name];
  for (const table of cases[name]({ ...bench, runCount })) {
    say(table.places ? formatPlaces(table) : formatTable(table));
    results.push({ case: name, load: loadavg()[0], ...table });
  }
}
say(`\nload at the end ${formatLoad()}`);
if (options.isSaved) save();
if (results.some(({ rows }) => rows.some(({ isRight }) => isRight === false))) process.exitCode = 1;

function readOptions() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      runs: { type: 'string' },
      quick: { type: 'boolean', default: false },
      huge: { type: 'boolean', default: false },
      save: { type: 'boolean', default: false },
      rg: { type: 'string', default: 'rg' },
      repo: { type: 'string' },
      with: { type: 'string', multiple: true, default: [] },
    },
  });
  const unknown = positionals.filter((name) => !Object.hasOwn(cases, name));
  if (unknown.length > 0) throw new Error(`no such case: ${unknown}; there are ${Object.keys(cases)}`);
  const names = positionals.length > 0 ? positionals : listCases(values.repo);
  if (names.includes('history') && values.repo === undefined) throw new Error('history needs --repo PATH');
  const runs = values.runs === undefined ? undefined : Number(values.runs);
  if (runs !== undefined && !(runs >= 1)) throw new Error('--runs needs a number of at least 1');
  return {
    names,
    repository: values.repo && path.resolve(values.repo),
    runs,
    isQuick: values.quick,
    isHuge: values.huge,
    isSaved: values.save,
    programs: parsePrograms(values.with),
    // Programs run in folders of their own.
    ripgrep: values.rg.includes(path.sep) ? path.resolve(values.rg) : values.rg,
  };
}

/** All that can be measured with what is given. */
function listCases(repository) {
  return Object.keys(cases).filter((name) => name !== 'history' || repository !== undefined);
}

async function prepareBench() {
  const invguard = prepareInvguard(root, place);
  const { isQuick, isHuge, repository } = options;
  const bench = { root, place, invguard, repository, isQuick, isHuge };
  const scanners = prepareScanners({ programs: options.programs, place, say });
  if (options.names.every((name) => name === 'history'))
    return { ...bench, contenders: [invguard, ...scanners] };
  const ripgrep = prepareRipgrep(options.ripgrep, say);
  const secretlint = prepareSecretlint(path.join(root, 'node_modules', '.cache', 'invguard-bench'), say);
  const contenders = [invguard, ripgrep, secretlint, ...scanners].filter(Boolean);
  const fairRipgrep = ripgrep && (await prepareFairRipgrep(ripgrep));
  const searchers = [invguard, ripgrep, fairRipgrep, secretlint, ...scanners].filter(Boolean);
  return { ...bench, contenders, searchers };
}

/** For cases of bytes only, where it is told by more than one pattern. */
async function prepareFairRipgrep(ripgrep) {
  return prepareLiteralRipgrep(ripgrep, await listScreenLiterals(root, place), place);
}

function describeVersion({ name, version }) {
  return version ? `${name} ${version}` : name;
}

function formatLoad() {
  return loadavg()
    .map((load) => load.toFixed(2))
    .join(' ');
}

/** Figures only: nothing that tells whose machine it was. Cases that were saved earlier on the same day, and not measured now, stay. */
function save() {
  const date = new Date().toISOString().slice(0, 10);
  const file = path.join(root, 'test', 'bench', 'results', `${date}.json`);
  mkdirSync(path.dirname(file), { recursive: true });
  const machine = { cores: availableParallelism(), node: process.version };
  const kept = readKept(file, machine);
  const own = { name: bench.invguard.name, version: 'this' };
  const versions = Object.fromEntries(
    [...bench.contenders, own].map(({ name, version = 'unknown' }) => [name, version]),
  );
  const record = {
    date,
    ...machine,
    versions: { ...kept.versions, ...versions },
    results: [...kept.results.filter(({ case: name }) => !options.names.includes(name)), ...results],
  };
  writeFileSync(file, `${JSON.stringify(record, roundNumbers, 2)}\n`);
  say(`\nsaved as test/bench/results/${date}.json; npm run pictures draws it`);
}

/** What was saved earlier on the same kind of machine. */
function readKept(file, { cores, node }) {
  const none = { versions: {}, results: [] };
  const earlier = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : none;
  return earlier.cores === cores && earlier.node === node ? earlier : none;
}

function roundNumbers(_key, value) {
  return typeof value === 'number' ? Math.round(value * 100) / 100 : value;
}
