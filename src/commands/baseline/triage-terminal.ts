import { createInterface, emitKeypressEvents } from 'node:readline';

import type { BaselineRecord } from '../../config/baseline-file.ts';
import type { Finding } from '../../core/finding.ts';
import { writeFindingSection } from '../../report/prose/finding-section.ts';
import { createPage } from '../../report/prose/page.ts';
import { formatCount } from '../../report/prose/quantity.ts';
import type { Context } from '../command.ts';
import { readWidth } from '../output/terminal-width.ts';
import type { BaselineStore } from './baseline-store.ts';
import { type TriageItem, type TriageTerminal, triage } from './triage.ts';

export interface TerminalTriage {
  readonly store: BaselineStore;
  readonly known: readonly BaselineRecord[];
  readonly findings: readonly Finding[];
  readonly hasColour: boolean;
}

/** Asks the person at the terminal about every record that nobody has looked at and whose secret is still there. */
export async function triageOnTerminal(
  { store, known, findings, hasColour }: TerminalTriage,
  context: Context,
): Promise<void> {
  const { stdout } = context;
  const items = listItems(known, findings);
  if (items.length === 0) {
    stdout.write(`✔ Nothing to look at: no finding of ${store.shown} is left that nobody has judged.\n`);
    tellUnseen(known, items, stdout);
    return;
  }
  const page = createPage({ width: readWidth(stdout), hasColour, showsSecrets: false });
  const terminal = openTerminal(context);
  try {
    const outcome = await triage({
      items,
      terminal,
      describe: (finding) => [...writeFindingSection(finding, page)].join(''),
      save: (record) => saveRecord(store, record),
    });
    const { realCount, falseAlarmCount, leftCount } = outcome;
    stdout.write(
      `\n✔ Real: ${realCount}, false alarms: ${falseAlarmCount}, left: ${leftCount}. ${store.shown} is saved.\n`,
    );
    tellUnseen(known, items, stdout);
  } finally {
    terminal.close();
  }
}

function listItems(known: readonly BaselineRecord[], findings: readonly Finding[]): readonly TriageItem[] {
  const records = new Map(known.map((record) => [record.fingerprint, record]));
  return findings.flatMap((finding) => {
    const record = records.get(finding.fingerprint);
    return record?.verdict === 'untriaged' ? [{ finding, record }] : [];
  });
}

/** Changes one record of the file as it is by now: another command may have written it since. */
function saveRecord(store: BaselineStore, record: BaselineRecord): void {
  const others = (store.read() ?? []).filter(({ fingerprint }) => fingerprint !== record.fingerprint);
  store.write([...others, record]);
}

function tellUnseen(
  known: readonly BaselineRecord[],
  items: readonly TriageItem[],
  stdout: Context['stdout'],
): void {
  const seen = new Set(items.map(({ record }) => record.fingerprint));
  const unseenCount = known.filter(
    ({ fingerprint, verdict }) => verdict === 'untriaged' && !seen.has(fingerprint),
  ).length;
  if (unseenCount > 0) {
    stdout.write(
      `  ${formatCount(unseenCount, 'more record')} not found by this scan; \`invguard baseline prune\` drops what is gone.\n`,
    );
  }
}

function openTerminal({ stdin, stdout, signal }: Context): TriageTerminal & { close(): void } {
  emitKeypressEvents(stdin);
  return {
    show: (text) => void stdout.write(text),
    readKey: () => readKey(stdin, signal),
    readLine: (prompt) => readLine(prompt, { stdin, stdout }),
    close: () => stdin.pause(),
  };
}

/** Keys come one by one in raw mode, Ctrl-C among them; the mode is left after each, so that nothing can leave it on. */
function readKey(stdin: Context['stdin'], signal: AbortSignal): Promise<string> {
  return new Promise((resolve) => {
    const finish = (key: string) => {
      stdin.off('keypress', take).off('end', stop);
      signal.removeEventListener('abort', stop);
      stdin.setRawMode(false);
      resolve(key);
    };
    const stop = () => finish('q');
    const take = (text: string | undefined, key: { name?: string; ctrl?: boolean }) => {
      const isEnd = key.ctrl && (key.name === 'c' || key.name === 'd');
      finish(isEnd ? 'q' : (text ?? key.name ?? '').toLowerCase());
    };
    if (signal.aborted || stdin.readableEnded) return resolve('q');
    stdin.on('keypress', take).on('end', stop);
    signal.addEventListener('abort', stop);
    stdin.setRawMode(true);
    stdin.resume();
  });
}

function readLine(
  prompt: string,
  { stdin, stdout }: { stdin: Context['stdin']; stdout: Context['stdout'] },
): Promise<string> {
  const lines = createInterface({ input: stdin, output: stdout });
  return new Promise((resolve) => {
    lines.on('close', () => resolve(''));
    lines.question(prompt, (answer) => {
      resolve(answer.trim());
      lines.close();
    });
  });
}
