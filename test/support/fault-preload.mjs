// Preloaded into the command line: makes the n-th call of some functions of `node:fs` fail, or the clock jump, or sends a signal. The
// plan is `INVGUARD_FAULT=read:3:EIO`, `clock:2:-1000`, or `any:7:SIGINT` for the seventh of all these calls; every thread counts for
// itself. At the end the counts are added to the file `INVGUARD_FAULT_COUNTS`, so that a run without a plan tells how many calls there are
// to fail. What Node calls to load modules is not the tool's, and does not count.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

// Nor are the reads of the loader that keeps compiled code, unless a test is about them and says so.
process.env.NODE_DISABLE_COMPILE_CACHE ??= '1';

const groups = {
  open: ['openSync'],
  read: ['readSync', 'readFileSync'],
  look: ['fstatSync', 'statSync', 'lstatSync', 'readdirSync', 'realpathSync'],
  write: ['writeSync', 'writeFileSync', 'appendFileSync', 'fsyncSync', 'mkdirSync', 'mkdtempSync'],
  rename: ['renameSync'],
};
const [wanted, at, code] = (process.env.INVGUARD_FAULT ?? '').split(':');
const counts = {};
const { appendFileSync } = fs;

for (const [group, names] of Object.entries(groups)) for (const name of names) replace(group, name);
syncBuiltinESMExports();
if (wanted === 'clock') jumpClock(Number(at), Number(code));
const file = process.env.INVGUARD_FAULT_COUNTS;
if (file) process.on('exit', () => appendFileSync(file, `${JSON.stringify(counts)}\n`));

function replace(group, name) {
  const real = fs[name];
  const failing = (...args) => {
    if (isLoading()) return real(...args);
    counts[group] = (counts[group] ?? 0) + 1;
    counts.any = (counts.any ?? 0) + 1;
    if (wanted === 'any' && counts.any === Number(at)) process.kill(process.pid, code);
    if (group === wanted && counts[group] === Number(at))
      throw Object.assign(new Error(`${code}: made to fail, ${name}`), { code, errno: -5, syscall: name });
    return real(...args);
  };
  fs[name] = Object.assign(failing, real);
}

/** From Node 22 on, its module loader calls what everybody calls: it is whoever stands first behind `node:fs` and this file. */
function isLoading() {
  const frames = new Error().stack.split('\n').slice(1);
  const caller = frames.find((frame) => !frame.includes(import.meta.url) && !/[( ]node:fs:/.test(frame));
  return caller?.includes('node:internal/modules/') ?? false;
}

/** From its n-th reading on, the clock is so many milliseconds off. */
function jumpClock(from, byMs) {
  const RealDate = Date;
  let readCount = 0;
  const off = () => (++readCount >= from ? byMs : 0);
  globalThis.Date = class extends RealDate {
    constructor(...args) {
      super(...(args.length > 0 ? args : [RealDate.now() + off()]));
    }
    static now() {
      return RealDate.now() + off();
    }
  };
}
