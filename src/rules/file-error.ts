import { ToolError, type ToolErrorCode } from '../core/errors.ts';
import type { FilePosition } from './toml-position.ts';

/** One thing wrong with a rule file or a config. Never holds a value of the file: it may be the wrong file, with secrets in it. */
export interface FileError {
  readonly position: FilePosition;
  /** Absent when the error is about no single rule. */
  readonly ruleId?: string | undefined;
  readonly key?: string | undefined;
  /** Continues a sentence whose subject is the key, or the file. */
  readonly what: string;
  /** A sentence. */
  readonly remedy: string;
}

const MOST_REMEDIES = 3;
const GENERAL_REMEDY = 'Mend the lines named above; rules/README.md says what each key means.';

/** One error that tells all that is wrong with a file, a line for each, in the order of the file. */
export function createFileError(
  fileName: string,
  errors: readonly FileError[],
  kind: { code: ToolErrorCode; remedy: string } = { code: 'bad-rules', remedy: GENERAL_REMEDY },
): ToolError {
  const sorted = errors.toSorted(
    (a, b) => a.position.line - b.position.line || a.position.column - b.position.column,
  );
  const lines = sorted.map((error) => formatError(fileName, error));
  const remedies = [...new Set(sorted.map(({ remedy }) => remedy))];
  const hint = remedies.length <= MOST_REMEDIES ? remedies.join(' ') : kind.remedy;
  return new ToolError(kind.code, lines.join('\n'), { hint });
}

function formatError(fileName: string, { position, ruleId, key, what }: FileError): string {
  const subject = [ruleId && `rule ${ruleId}`, key].filter(Boolean).join(', ');
  return `${fileName}:${position.line}:${position.column}: ${subject ? `${subject} ` : ''}${what}`;
}
