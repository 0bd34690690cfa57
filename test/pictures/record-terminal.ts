// Runs a command in a pseudo terminal, of util-linux's `script`, and gives what stands there when it is done.
import { spawnSync } from 'node:child_process';

/** A terminal of so many columns; there is no other size, so that a recording is the same everywhere. */
const COLUMNS = 88;

export const hasPseudoTerminal =
  process.platform === 'linux' && spawnSync('script', ['--version'], { encoding: 'utf8' }).status === 0;

/** What `command`, a line of the shell, leaves on the terminal, with the sequences that colour it. */
export function recordTerminal(command: string, cwd: string): { exitCode: number | null; screen: string } {
  const env = {
    ...process.env,
    TERM: 'xterm-256color',
    CI: undefined,
    NO_COLOR: undefined,
    FORCE_COLOR: undefined,
  };
  const line = `stty cols ${COLUMNS} rows 50; ${command}`;
  const { status, stdout } = spawnSync('script', ['-qefc', line, '/dev/null'], {
    cwd,
    env,
    encoding: 'utf8',
  });
  return { exitCode: status, screen: settle(stdout) };
}

/** Without what was only there for a while: a line of progress that was overwritten, a cursor that was hidden. */
export function settle(written: string): string {
  const rows = written.replaceAll('\r\n', '\n').split('\n');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the sequences of a terminal
  const [erasing, returning] = [/\u001b\[(?:[0-2]?K|\?\d+[hl])/g, /\r|\u001b\[[01]?G/];
  return rows.map((row) => row.replaceAll(erasing, '').split(returning).at(-1) ?? '').join('\n');
}
