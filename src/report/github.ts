import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { writeAnnotatedText } from './log-commands/annotated-text.ts';
import { toGithubCommand } from './log-commands/github-command.ts';
import { groupIntoPieces } from './stream/pieces.ts';

/** GitHub shows 10 errors and 10 warnings of a step and drops the others (actions/toolkit, PR 734). */
const SHOWN_COUNT = 10;

/** For the log of GitHub Actions: the text report, in which no command is obeyed, then annotations of the first findings. */
export default function reportGithub(body: ReportBody, context: ReportContext): Generator<string> {
  const fence = context.createFence();
  return groupIntoPieces(
    writeAnnotatedText(body, context, {
      open: `::stop-commands::${fence}\n`,
      close: `::${fence}::\n`,
      levelLimit: SHOWN_COUNT,
      writeCommand: toGithubCommand,
    }),
  );
}
