// Preloaded into a Node program: leaves its peak memory, in KB, in a file when it ends. Exact, threads included, and no wrapper
// process stands between the program and the clock. Of several processes the largest counts.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

const file = process.env.INVGUARD_BENCH_PEAK;

if (file && isMainThread) {
  process.on('exit', () => {
    const earlier = existsSync(file) ? Number(readFileSync(file, 'utf8')) : 0;
    writeFileSync(file, String(Math.max(earlier, process.resourceUsage().maxRSS)));
  });
}
