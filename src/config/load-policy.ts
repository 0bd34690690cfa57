import path from 'node:path';
import { isWithin } from '../core/is-within.ts';
import type { AllowEntry } from '../core/policy.ts';
import { toPosixPath } from '../sources/paths.ts';
import { parseBaseline, toEntries } from './baseline-file.ts';
import type { Config, NamedText } from './config.ts';
import { parseIgnoreFile } from './ignore-file.ts';
import {
  CONFIG_NAME,
  DEFAULT_BASELINE,
  IGNORE_NAME,
  type LoadedPolicy,
  type PolicyRequest,
} from './policy-request.ts';
import {
  createDiskSource,
  MAX_BASELINE_BYTES,
  MAX_CONFIG_BYTES,
  type PolicySource,
  readNamedFile,
  refuseFile,
} from './policy-source.ts';

/** Reads the policy that lies on the disk. Throws a ToolError that names file and line for one that is not sound. */
export function loadPolicy(request: PolicyRequest): Promise<LoadedPolicy> {
  const { root } = request;
  return readPolicy(request, root === undefined ? undefined : createDiskSource(root));
}

/** Reads the policy of `source`; files that the user named and that lie outside of the root are read from the disk. */
export async function readPolicy(
  request: PolicyRequest,
  source: PolicySource | undefined,
): Promise<LoadedPolicy> {
  const { root, honoursMarks } = request;
  const config = await readConfig(request, source);
  const ignored = await readIgnoreFile(source);
  const known = await readBaseline(request, source);
  const marks = {
    honours: honoursMarks,
    adopted: config?.adopted ?? [],
    requiresReason: config?.requiresReason ?? false,
  };
  const entries = [...(config?.entries ?? []), ...ignored, ...known];
  return { root, entries, marks, notices: config?.notices ?? [], ...(config && { config }) };
}

/** A file of the policy: its text, how it is called, and where files that it names are read from. */
interface FoundFile {
  readonly text: string;
  readonly name: string;
  readonly source: PolicySource | undefined;
  /** Relative to the source. */
  readonly path: string;
}

interface Wanted {
  /** What the user says: an absolute path, none, or nothing. */
  readonly given: string | false | undefined;
  /** Where it lies if the user says nothing. */
  readonly usual: string;
  readonly maxBytes: number;
}

async function findFile(
  { given, usual, maxBytes }: Wanted,
  { root, source }: { root: string | undefined; source: PolicySource | undefined },
): Promise<FoundFile | undefined> {
  if (given === false) return undefined;
  const isInside = given !== undefined && root !== undefined && isWithin(root, given);
  if (given !== undefined && !(isInside && source)) {
    const text = readNamedFile(given, maxBytes);
    return { text, name: given, source: createDiskSource(path.dirname(given)), path: path.basename(given) };
  }
  const file = given === undefined ? usual : toPosixPath(path.relative(root!, given));
  const text = await source?.read(file, maxBytes);
  const name = `${source?.prefix ?? ''}${file}`;
  if (text !== undefined) return { text, name, source, path: file };
  if (given !== undefined) throw refuseFile(name, 'does not exist', 'Check the spelling.');
  return undefined;
}

async function readConfig(
  { root, config, builtin }: PolicyRequest,
  source: PolicySource | undefined,
): Promise<Config | undefined> {
  const wanted = { given: config, usual: CONFIG_NAME, maxBytes: MAX_CONFIG_BYTES };
  const found = await findFile(wanted, { root, source });
  if (!found) return undefined;
  // What reads TOML is 120 KB; an ignore file or a baseline alone does without.
  const { parseConfig } = await import('./parse-config.ts');
  return parseConfig(found.text, {
    name: found.name,
    builtin,
    findNamedFile: (file, key) => findNamedFile(file, key, found),
  });
}

async function findNamedFile(
  file: string,
  key: string,
  { source, name, path: from }: FoundFile,
): Promise<NamedText> {
  const target = path.posix.join(path.posix.dirname(from), toPosixPath(file));
  if (path.isAbsolute(file) || path.posix.isAbsolute(file) || /^\.\.(?:\/|$)/.test(target)) {
    const hint = 'Name files relative to the config; no `..` may lead out of the repository.';
    throw refuseFile(`${name}: ${key}`, 'names a file outside of the repository', hint);
  }
  const text = await source?.read(target, MAX_CONFIG_BYTES);
  const shown = `${source?.prefix ?? ''}${target}`;
  if (text === undefined)
    throw refuseFile(shown, `does not exist, but ${name} names it`, 'Check the spelling.');
  return { text, name: shown };
}

async function readIgnoreFile(source: PolicySource | undefined): Promise<readonly AllowEntry[]> {
  const text = await source?.read(IGNORE_NAME, MAX_CONFIG_BYTES);
  return text === undefined ? [] : parseIgnoreFile(text, `${source?.prefix ?? ''}${IGNORE_NAME}`);
}

async function readBaseline(
  { root, baseline }: PolicyRequest,
  source: PolicySource | undefined,
): Promise<readonly AllowEntry[]> {
  const wanted = { given: baseline, usual: DEFAULT_BASELINE, maxBytes: MAX_BASELINE_BYTES };
  const found = await findFile(wanted, { root, source });
  return found ? toEntries(parseBaseline(found.text, found.name), found.name) : [];
}
