// Loaded before the program: writes the most memory the process held, in MB, to RSS_FILE when it ends.
import { writeFileSync } from 'node:fs';
import { isMainThread } from 'node:worker_threads';

if (isMainThread)
  process.on('exit', () => {
    writeFileSync(process.env.RSS_FILE, String(process.resourceUsage().maxRSS / 1024));
  });
