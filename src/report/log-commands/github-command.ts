import type { Annotation } from './annotation.ts';

/** A workflow command of GitHub Actions, one line, ended. */
export function toGithubCommand({ level, title, text, at }: Annotation): string {
  const place = at && {
    file: at.path,
    line: at.line,
    endLine: at.endLine,
    col: at.column,
    endColumn: at.endColumn,
  };
  const properties = Object.entries({ ...place, title }).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))}`,
  );
  return `::${level} ${properties.join(',')}::${escapeData(text)}\n`;
}

/** The escapes of @actions/core 3.0.1 (read 2026-11); whatever else could act is spelled out before. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
