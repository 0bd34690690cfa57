// What a CI runner is told beside the reports: a page for the step, values for later steps, and why there was no scan.

import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';

import type { Environment } from '../../ci/system.ts';
import { ToolError } from '../../core/errors.ts';
import type { ReportBody, ReportContext } from '../../core/reporter.ts';
import { toAzureCommand } from '../../report/log-commands/azure-command.ts';
import { toGithubCommand } from '../../report/log-commands/github-command.ts';
import { toPrintable } from '../../report/stream/safe-text.ts';

/**
 * Appends the page to GITHUB_STEP_SUMMARY, and `finding-count`, `complete` and `sarif-file` to GITHUB_OUTPUT, where the runner names
 * these files.
 */
export function tellRunner(
  env: Environment,
  sarifFile: string,
): (body: ReportBody, context: ReportContext) => Promise<void> {
  return async (body, context) => {
    const { GITHUB_STEP_SUMMARY: summary, GITHUB_OUTPUT: output } = env;
    if (summary) await appendPage(summary, body, context);
    if (output) append(output, describeOutputs(body, sarifFile));
  };
}

async function appendPage(file: string, body: ReportBody, context: ReportContext): Promise<void> {
  const { default: reportMarkdown } = await import('../../report/markdown.ts');
  for (const piece of reportMarkdown(body, context)) append(file, piece);
}

/** A delimiter that nobody could guess, so that no value ends early (docs.github.com, workflow commands, 2026-11). */
function describeOutputs({ findingCount, coverage }: ReportBody, sarifFile: string): string {
  const isComplete = coverage.unreadCount === 0 && !coverage.isInterrupted;
  const values = { 'finding-count': findingCount, complete: isComplete, 'sarif-file': sarifFile };
  const delimiter = `invguard-${randomUUID()}`;
  return Object.entries(values)
    .map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`)
    .join('');
}

function append(file: string, text: string): void {
  try {
    appendFileSync(file, text);
  } catch (cause) {
    throw new ToolError('cannot-write', `cannot write ${file}, which the CI runner names`, {
      hint: 'GITHUB_STEP_SUMMARY and GITHUB_OUTPUT name files of the runner; unset them where there are none.',
      cause,
    });
  }
}

/** Shows on the system's page why there was no scan, where `format` is one for its log; standard error has it too. */
export function tellError(
  { message, hint, code }: ToolError,
  stdout: NodeJS.WriteStream,
  format: string,
): void {
  const text = toPrintable(`${message}. ${hint}`);
  const annotation = { level: 'error', title: 'invguard did not search', text, code } as const;
  if (format === 'github') stdout.write(toGithubCommand(annotation));
  if (format === 'azure') stdout.write(toAzureCommand(annotation));
}
