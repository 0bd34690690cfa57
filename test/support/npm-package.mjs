// Programs that come as npm packages and are no dependencies of this one: kept in a cache below node_modules.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const toolCache = fileURLToPath(new URL('../../node_modules/.cache/invguard/tools/', import.meta.url));

/**
 * The newest version of a line, unpacked and with none of its scripts run; undefined where the registry has none.
 * @param {string} specifier such as `npm@11`
 * @returns {{ folder: string, prefix: string, version: string } | undefined}
 */
export function findPackage(specifier) {
  const name = specifier.slice(0, specifier.lastIndexOf('@'));
  const prefix = path.join(toolCache, specifier.replaceAll('/', '+'));
  const folder = path.join(prefix, 'node_modules', name);
  if (!existsSync(folder)) install(specifier, prefix);
  const manifest = path.join(folder, 'package.json');
  return existsSync(manifest)
    ? { folder, prefix, version: JSON.parse(readFileSync(manifest, 'utf8')).version }
    : undefined;
}

function install(specifier, prefix) {
  const own = process.env.npm_execpath;
  const npm = own ? [process.execPath, own] : ['npm'];
  const flags = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  mkdirSync(prefix, { recursive: true });
  spawnSync(npm[0], [...npm.slice(1), 'install', ...flags, '--prefix', prefix, specifier], {
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32' && !own,
  });
}
