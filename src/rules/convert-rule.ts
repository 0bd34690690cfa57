import picomatch from 'picomatch';
import type { Example, Near, Rule } from '../core/rule.ts';
import { readPattern } from './pattern.ts';
import { deriveReach } from './reach.ts';
import type { RuleSource } from './schema.ts';

/** Makes the engine's rule of one without faults. Globs become regular expressions, the reach is derived. */
export function convertRule(source: RuleSource): Rule {
  const { keywords = [], pattern, ignore_case: ignoreCase } = source;
  const { ast } = readPattern(pattern, 'secret');
  return {
    ...describe(source),
    keywords,
    pattern,
    ignoreCase,
    ...(source.variable !== undefined && { variable: source.variable }),
    formats: source.formats ?? [],
    reach: deriveReach(ast!, { keywords, ignoreCase }),
    entropyBits: source.entropy ?? 0,
    charset: source.charset ?? '',
    classCount: source.classes ?? 0,
    near: source.near.map(convertNear),
    filters: source.filters,
    exclude: source.exclude,
    ...(source.paths && { pathPattern: joinGlobs(source.paths) }),
    ...(source.exclude_paths && { excludedPathPattern: joinGlobs(source.exclude_paths) }),
    isForBinary: source.binary,
    references: source.references,
    examples: { match: source.match.map(convertExample), miss: source.miss.map(convertExample) },
  };
}

type Description =
  | 'id'
  | 'aliases'
  | 'kind'
  | 'title'
  | 'risk'
  | 'remedy'
  | 'severity'
  | 'confidence'
  | 'provider'
  | 'publicPrefix';

function describe(source: RuleSource): Pick<Rule, Description> {
  const { id, aliases, title, risk, remedy, severity, confidence, provider } = source;
  return {
    id,
    aliases,
    kind: source.kind ?? id,
    title,
    risk,
    remedy,
    severity,
    confidence,
    ...(provider !== undefined && { provider }),
    publicPrefix: source.public_prefix,
  };
}

function convertNear({
  pattern,
  mode,
  bytes,
  lines,
  ignore_case: ignoreCase,
}: RuleSource['near'][number]): Near {
  return { pattern, ignoreCase, mode, bytes, ...(lines !== undefined && { lines }) };
}

/** One source for any of the globs, over posix paths whatever the system. */
export function joinGlobs(globs: readonly string[]): string {
  return globs.map((glob) => `(?:${picomatch.makeRe(glob, { dot: true, windows: false }).source})`).join('|');
}

function convertExample(example: string | Example): Example {
  return typeof example === 'string' ? { text: example } : example;
}
