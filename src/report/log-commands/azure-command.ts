import type { Annotation } from './annotation.ts';

/** A logging command of Azure Pipelines, one line, ended. */
export function toAzureCommand({ level, title, text, code, at }: Annotation): string {
  const place = at && { sourcepath: at.path, linenumber: at.line, columnnumber: at.column };
  const properties = Object.entries({ type: level, ...place, code }).map(
    ([name, value]) => `${name}=${escapeProperty(String(value))};`,
  );
  return `##vso[task.logissue ${properties.join('')}]${escapeData(`${title}: ${text}`)}\n`;
}

/** The escapes of azure-pipelines-task-lib (node/taskcommand.ts, read 2026-11). */
function escapeData(text: string): string {
  return text.replaceAll('%', '%AZP25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(']', '%5D').replaceAll(';', '%3B');
}
