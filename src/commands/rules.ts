import { ToolError } from '../core/errors.ts';
import { exitCodes } from '../core/exit.ts';
import type { Rule } from '../core/rule.ts';
import { suggestName } from '../core/suggest-name.ts';
import { formatCount } from '../report/prose/quantity.ts';
import { builtinRules } from '../rules/builtin.ts';
import { type Arguments, type Command, type Context, readText } from './command.ts';
import { writePieces } from './output/output.ts';

const command: Command = {
  name: 'rules',
  summary: 'List the rules, show one, or check rule files',
  positionals: [
    {
      name: 'action',
      choices: ['list', 'show', 'check'],
      isRequired: true,
      describe: 'What to do, whatever the config of a repository says',
    },
    {
      name: 'names',
      isList: true,
      describe: 'show: rule ids; check: rule files, the built-in rules if none',
    },
  ],
  options: {
    format: {
      type: 'string',
      alias: 'f',
      choices: ['text', 'json'],
      default: 'text',
      describe: 'Format of list and show',
      group: 'The report',
    },
  },
  examples: [
    ['$0 rules list', 'every built-in rule'],
    ['$0 rules show invoance-api-key', 'one rule, whole'],
    [
      '$0 rules check my-rules.toml',
      'run its examples through the engine, with the built-in rules on, and lint it',
    ],
  ],
  run: (given, context) => {
    const [action, ...names] = given.words;
    if (action === 'check') return checkFiles(names, context);
    if (action === 'show') return showRules(names, given, context);
    if (names.length > 0)
      throw new ToolError('bad-usage', 'rules list takes no names', { hint: 'Did you mean: rules show?' });
    return listRules(given, context);
  },
};

export default command;

async function listRules(given: Arguments, { stdout }: Context): Promise<number> {
  await writePieces(
    stdout,
    readText(given, 'format') === 'json'
      ? [`${JSON.stringify(builtinRules, null, 2)}\n`]
      : listLines(builtinRules),
  );
  return exitCodes.clean.code;
}

function listLines(rules: readonly Rule[]): readonly string[] {
  const width = Math.max(...rules.map(({ id }) => id.length));
  const heading = { id: 'rule', severity: 'severity', confidence: 'confidence', title: 'finds' };
  return [heading, ...rules].map(
    ({ id, severity, confidence, title }) =>
      `${id.padEnd(width)}  ${severity.padEnd(8)}  ${confidence.padEnd(10)}  ${title}\n`,
  );
}

async function showRules(ids: readonly string[], given: Arguments, { stdout }: Context): Promise<number> {
  if (ids.length === 0)
    throw new ToolError('bad-usage', 'rules show needs the id of a rule', {
      hint: 'invguard rules list shows them.',
    });
  const rules = ids.map(findRule);
  await writePieces(
    stdout,
    readText(given, 'format') === 'json'
      ? [`${JSON.stringify(rules, null, 2)}\n`]
      : [rules.map(describeRule).join('\n')],
  );
  return exitCodes.clean.code;
}

function findRule(id: string): Rule {
  const found = builtinRules.find((rule) => rule.id === id || rule.aliases.includes(id));
  if (found) return found;
  const meant = suggestName(
    id,
    builtinRules.map((rule) => rule.id),
  );
  throw new ToolError('bad-usage', `there is no rule ${id}`, {
    hint: meant ? `Did you mean ${meant}?` : 'invguard rules list shows them.',
  });
}

function describeRule(rule: Rule): string {
  const facts: [string, string][] = [
    ['severity', rule.severity],
    ['confidence', rule.confidence],
    ['kind', rule.kind],
    ['provider', rule.provider ?? 'none'],
    ['risk', rule.risk],
    ['remedy', rule.remedy],
    ['reads', describeReading(rule)],
    ['keywords', rule.keywords.join(', ')],
    ['pattern', `${rule.pattern}${rule.ignoreCase ? '  (any case)' : ''}`],
    ['entropy', rule.entropyBits > 0 ? `at least ${rule.entropyBits} bits a character` : ''],
    [
      'classes',
      rule.classCount > 1 ? `at least ${rule.classCount} of lower case, upper case, digits, others` : '',
    ],
    ...rule.near.map(({ mode, pattern, lines, bytes }): [string, string] => [
      mode === 'require' ? 'only near' : 'not near',
      `${pattern}  (within ${lines === undefined ? '' : `${lines} lines and `}${bytes} bytes)`,
    ]),
    ['not', rule.filters.join(', ')],
    ...rule.references.map(({ url, date }): [string, string] => ['source', `${url}  (${date})`]),
    ...rule.examples.match.map(({ text }): [string, string] => ['matches', text]),
    ...rule.examples.miss.map(({ text }): [string, string] => ['misses', text]),
  ];
  const lines = facts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `  ${name.padEnd(11)} ${value.replaceAll('\n', '\n              ')}\n`);
  return `${rule.id}: ${rule.title}\n${lines.join('')}`;
}

function describeReading({ variable, formats, isForBinary, pathPattern }: Rule): string {
  if (variable !== undefined) return `${formats.join(' and ')} assignments to ${variable}`;
  return `${pathPattern === undefined ? 'every text' : 'texts at some paths'}${isForBinary ? ', binaries too' : ''}`;
}

async function checkFiles(files: readonly string[], { stdout, cwd }: Context): Promise<number> {
  const { checkRules, lintRules, loadOwnRules, scanExample } = await import('../rules/check-command.ts');
  const all = files.length > 0 ? loadOwnRules(builtinRules, files, cwd) : builtinRules;
  const checked = files.length > 0 ? all.slice(builtinRules.length) : all;
  const complaints = [...lintRules(checked), ...checkRules(checked, scanExample, all)];
  const exampleCount = checked.reduce(
    (sum, { examples }) => sum + examples.match.length + examples.miss.length,
    0,
  );
  const sign = complaints.length > 0 ? '✖' : '✔';
  const counts = [
    formatCount(checked.length, 'rule'),
    formatCount(exampleCount, 'example'),
    formatCount(complaints.length, 'complaint'),
  ];
  await writePieces(stdout, [
    ...complaints.map(({ ruleId, code, detail }) => `✖ ${ruleId}: ${detail} [${code}]\n`),
    `${sign} ${counts.join(', ')}.\n`,
  ]);
  return complaints.length > 0 ? exitCodes.findings.code : exitCodes.clean.code;
}
