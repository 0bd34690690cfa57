// Reads a log the way CI systems do, to see what would be obeyed.

export interface LogCommand {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * What GitHub's runner obeys, in the order of the log (actions/runner, ActionCommand.cs and ActionCommandManager.cs, read 2026-11):
 * `::name properties::text` at the start of a line, spaces aside; `##[name properties]text` anywhere in one; neither between
 * `stop-commands` and its token.
 */
export function obeyGithub(log: string): LogCommand[] {
  const commands: LogCommand[] = [];
  let token: string | undefined;
  for (const line of log.split(/\r\n|\r|\n/)) {
    const command = readGithubLine(line);
    if (token !== undefined) token = command?.name === token ? undefined : token;
    else if (command?.name === 'stop-commands') token = command.text;
    else if (command) commands.push(command);
  }
  return commands;
}

function readGithubLine(line: string): LogCommand | undefined {
  const [, name, properties, text] =
    /^\s*::([^\s:]+)(?: (.*?))?::(.*)$/s.exec(line) ?? /##\[(\w[\w-]*)(?: (.*?))?\](.*)$/s.exec(line) ?? [];
  if (name === undefined) return undefined;
  const pairs = (properties ?? '').split(',').filter((pair) => pair.includes('='));
  return { name, properties: toRecord(pairs, decodeGithub), text: decodeGithub(text!) };
}

function decodeGithub(text: string): string {
  const decoded: Record<string, string> = { '%3A': ':', '%2C': ',', '%0D': '\r', '%0A': '\n', '%25': '%' };
  return text.replace(/%(?:3A|2C|0D|0A|25)/g, (code) => decoded[code]!);
}

/** What Azure's agent obeys: `##vso[area.action properties]text` anywhere in a line (azure-pipelines-agent, Command.cs, read 2026-11). */
export function obeyAzure(log: string): LogCommand[] {
  return log.split(/\r\n|\r|\n/).flatMap((line) => {
    const [, name, properties, text] = /##vso\[([^\s\]]+)(?: ([^\]]*))?\](.*)$/s.exec(line) ?? [];
    if (name === undefined) return [];
    const pairs = (properties ?? '').split(';').filter((pair) => pair.includes('='));
    return [{ name, properties: toRecord(pairs, decodeAzure), text: decodeAzure(text!) }];
  });
}

function decodeAzure(text: string): string {
  const decoded: Record<string, string> = {
    '%3B': ';',
    '%5D': ']',
    '%0D': '\r',
    '%0A': '\n',
    '%AZP25': '%',
  };
  return text.replace(/%(?:3B|5D|0D|0A|AZP25)/g, (code) => decoded[code]!);
}

function toRecord(pairs: readonly string[], decode: (text: string) => string): Record<string, string> {
  return Object.fromEntries(
    pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), decode(pair.slice(at + 1))];
    }),
  );
}
