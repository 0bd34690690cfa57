// Keeps what V8 compiled of the bundle's files beside them, so that the next run need not compile it again. It is kept at the end of a
// run, when it holds the functions that were called too: what `install` leaves would spare a hook a quarter of what a hook leaves.
//
// V8 believes what it is given. Of the code it compares the length only, and a byte that changed is a crash or other code (Node 20.20,
// 22.23, 24.21); Node 20 does not tell two builds of one version apart. So the name of a cache says all that it depends on, and it
// holds its bytes twice: halves that differ are no cache. Who may write it may write the code as well, so it adds nobody to trust.

import type { Script } from 'node:vm';

declare const INVGUARD_BUILD: string;

/** As Node gives it to a file of CommonJS. */
type Chunk = (
  exports: object,
  require: NodeJS.Require,
  module: object,
  filename: string,
  dirname: string,
) => void;

const HEAD = '(function(exports,require,module,__filename,__dirname){';
const TAIL = '\n})';

/** In characters: less is compiled as fast as its cache is found and read (0.7 ms for 11,000, Node 20.20). */
const MIN_LENGTH = 16_384;

/** As the code itself, whatever the user lets others write. */
const MODE = 0o644;

export interface CodeCache {
  /** For the files of the folder; what is not among them is asked of the `require` that was given. */
  readonly require: NodeJS.Require;
  /** Has what was compiled written when the run is over. */
  readonly keep: () => void;
}

export function openCodeCache(ask: NodeJS.Require, folder: string): CodeCache {
  // Node's own switch for such caches. Coverage is counted by code that is compiled for it.
  if (process.env['NODE_DISABLE_COMPILE_CACHE'] || process.env['NODE_V8_COVERAGE'])
    return { require: ask, keep: () => undefined };
  const uncached = new Map<string, Script>();
  let isKept = false;
  const keep = () => {
    if (!isKept) process.once('exit', () => uncached.forEach(writeCache));
    isKept = true;
  };
  return { require: createRequire(ask, folder, uncached), keep };
}

function createRequire(ask: NodeJS.Require, folder: string, uncached: Map<string, Script>): NodeJS.Require {
  const loaded = new Map<string, { exports: object }>();
  const load = Object.assign((specifier: string) => {
    if (!specifier.startsWith('./')) return ask(specifier);
    const known = loaded.get(specifier);
    if (known) return known.exports;
    const file = process.getBuiltinModule('node:path').join(folder, specifier);
    const run = compile(file, uncached);
    const module = { exports: {} };
    loaded.set(specifier, module);
    run(module.exports, load, module, file, folder);
    return module.exports;
  }, ask);
  return load;
}

/** `uncached` is given what no cache was found of. */
function compile(file: string, uncached: Map<string, Script>): Chunk {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  const { Script } = process.getBuiltinModule('node:vm');
  const code = readFileSync(file, 'utf8');
  const cache = code.length < MIN_LENGTH ? undefined : nameCache(file);
  const cachedData = cache && readCache(cache);
  const script = new Script(HEAD + code + TAIL, {
    filename: file,
    columnOffset: -HEAD.length,
    ...(cachedData && { cachedData }),
  });
  if (cache && script.cachedDataRejected !== false) uncached.set(cache, script);
  return script.runInThisContext() as Chunk;
}

/** Undefined where something about the program or the file cannot be told. */
function nameCache(file: string): string | undefined {
  const { statSync } = process.getBuiltinModule('node:fs');
  try {
    const node = statSync(process.execPath);
    // The program behind the version: the same one is built for other C libraries.
    const runtime = [process.version, process.platform, process.arch, node.size, node.mtimeMs];
    const options = process.env['NODE_OPTIONS'] ? [process.env['NODE_OPTIONS']] : [];
    const key = [INVGUARD_BUILD, statSync(file).mtimeMs, ...runtime, ...process.execArgv, ...options].join(
      '-',
    );
    return `${file}.${key.replace(/[^\w.-]/g, '_')}.cache`;
  } catch {
    return undefined;
  }
}

/** Undefined without a cache that is whole. */
function readCache(cache: string): Buffer | undefined {
  const { readFileSync } = process.getBuiltinModule('node:fs');
  try {
    const bytes = readFileSync(cache);
    const half = bytes.subarray(0, bytes.length / 2);
    return half.equals(bytes.subarray(half.length)) ? half : undefined;
  } catch {
    return undefined;
  }
}

/** Does nothing where the folder cannot be written to or the disk is full: the next run is slower then, and no different. */
function writeCache(script: Script, cache: string): void {
  const { accessSync, constants, renameSync, unlinkSync, writeFileSync } =
    process.getBuiltinModule('node:fs');
  const draft = `${cache}.${process.pid}`;
  try {
    // First, as the rest takes milliseconds.
    accessSync(process.getBuiltinModule('node:path').dirname(cache), constants.W_OK);
    const code = script.createCachedData();
    writeFileSync(draft, Buffer.concat([code, code]), { flag: 'wx', mode: MODE });
    renameSync(draft, cache);
  } catch {
    try {
      unlinkSync(draft);
    } catch {
      // There is none.
    }
  }
}
