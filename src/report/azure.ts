import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { writeAnnotatedText } from './log-commands/annotated-text.ts';
import { toAzureCommand } from './log-commands/azure-command.ts';
import { groupIntoPieces } from './stream/pieces.ts';

/** Azure documents no limit; a summary of more than this is read by nobody. */
const SHOWN_COUNT = 50;

/**
 * For the log of Azure Pipelines: the text report, then annotations of the first findings. Azure has no way to stop commands; the
 * text report spells them out (`stream/safe-text.ts`).
 */
export default function reportAzure(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(
    writeAnnotatedText(body, context, {
      open: '',
      close: '',
      levelLimit: SHOWN_COUNT,
      writeCommand: toAzureCommand,
    }),
  );
}
