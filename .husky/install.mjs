// Points git at the hooks of this folder for those who work on invguard. Not for those who only install it, and not in CI.
import { existsSync } from 'node:fs';

const isDeveloper = existsSync('.git') && !process.env.CI && process.env.npm_config_global !== 'true';
if (isDeveloper) {
  const { default: husky } = await import('husky');
  const complaint = husky();
  if (complaint) process.stderr.write(`invguard: no hooks for this clone: ${complaint}\n`);
}
