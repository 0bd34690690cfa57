import { parse, TomlError } from 'smol-toml';
import { createFileError } from './file-error.ts';

/** The document that `text` is. Throws a ToolError `bad-rules` that quotes nothing of it. */
export function parseToml(text: string, fileName: string): Readonly<Record<string, unknown>> {
  try {
    return parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    // The rest of its message quotes the file, which may be the wrong one, with secrets in it.
    const what = error.message.split('\n', 1)[0]!.replace('Invalid TOML document', 'is not TOML');
    const remedy = 'Mend the syntax there; patterns are best written between three single quotes.';
    throw createFileError(fileName, [{ position: { line: error.line, column: error.column }, what, remedy }]);
  }
}
