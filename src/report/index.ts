import { ToolError } from '../core/errors.ts';
import type { Reporter } from '../core/reporter.ts';

/** Every report format, loaded when it is asked for. A new one is a file, a line here and a test. */
export const reporters = {
  text: () => import('./text.ts'),
  json: () => import('./json.ts'),
  jsonl: () => import('./jsonl.ts'),
  sarif: () => import('./sarif.ts'),
  markdown: () => import('./markdown.ts'),
  junit: () => import('./junit.ts'),
  github: () => import('./github.ts'),
  gitlab: () => import('./gitlab.ts'),
  codequality: () => import('./codequality.ts'),
  azure: () => import('./azure.ts'),
  bitbucket: () => import('./bitbucket.ts'),
} satisfies Record<string, () => Promise<{ default: Reporter }>>;

export type ReporterName = keyof typeof reporters;

/** The format that the end of a file's name stands for; of two that fit, the first counts. */
export const formatSuffixes = {
  'gl-secret-detection-report.json': 'gitlab',
  'gl-code-quality-report.json': 'codequality',
  'bitbucket-insights.json': 'bitbucket',
  '.sarif.json': 'sarif',
  '.sarif': 'sarif',
  '.jsonl': 'jsonl',
  '.json': 'json',
  '.txt': 'text',
  '.md': 'markdown',
  '.xml': 'junit',
} as const satisfies Record<string, ReporterName>;

/** A report that goes to a file. */
export interface Output {
  readonly format: ReporterName;
  /** As the user wrote it. */
  readonly file: string;
}

/**
 * Reads a value of `--output`: `FORMAT=FILE`, or a FILE whose suffix tells the format. What stands before the first `=` is
 * a format when it is made of letters, digits, `_` and `-`, so `./a=b.json` is a file.
 * @throws ToolError `bad-usage` for an unknown format, a suffix that tells none, or no file.
 */
export function parseOutput(value: string): Output {
  const [, format, namedFile] = /^([\w-]+)=(.*)$/s.exec(value) ?? [];
  const file = namedFile ?? value;
  if (file === '' || file === '-') throw refuseOutput(value, 'names no file');
  if (format === undefined) return { format: findFormat(file), file };
  if (!isReporterName(format)) throw refuseOutput(value, `asks for the unknown format '${format}'`);
  return { format, file };
}

/** The format that the suffix of `file` stands for, in any case; undefined when it stands for none. */
export function reporterNameForFile(file: string): ReporterName | undefined {
  const name = file.toLowerCase();
  return Object.entries(formatSuffixes).find(([suffix]) => name.endsWith(suffix))?.[1];
}

/** Whether reports of the format show the line that a secret stands in. */
export function drawsFrames(format: string | undefined): boolean {
  return format === 'text' || format === 'github' || format === 'azure';
}

export function isReporterName(name: string): name is ReporterName {
  return Object.hasOwn(reporters, name);
}

function findFormat(file: string): ReporterName {
  const format = reporterNameForFile(file);
  if (format === undefined) throw refuseOutput(file, 'has no suffix that tells its format');
  return format;
}

function refuseOutput(value: string, defect: string): ToolError {
  const formats = Object.keys(reporters).join(', ');
  const suffixes = Object.keys(formatSuffixes).join(', ');
  return new ToolError('bad-usage', `--output '${value}' ${defect}`, {
    hint: `Write FORMAT=FILE with one of the formats ${formats}, or a FILE that ends in one of ${suffixes}; --format picks what goes to standard output.`,
  });
}
