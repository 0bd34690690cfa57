// Answers git's hooks. Everything that is said goes to standard error: git lets a hook's standard output through to its own, where
// `git push --porcelain` is read by programs.

import { defaultLimits } from '../archives/limits.ts';
import { ToolError } from '../core/errors.ts';
import { exitCodes } from '../core/exit.ts';
import type { ReportBody } from '../core/reporter.ts';
import { type HookName, hookNames } from '../guard/guarded-hooks.ts';
import { planHook } from '../guard/hooks.ts';
import { describeOccasion, tellStopped } from '../guard/occasion.ts';
import { searchWatches, type Watched } from '../guard/search.ts';
import type { HookCall } from '../guard/watch.ts';
import { writeGuardLine } from '../report/prose/guard-line.ts';
import { type Arguments, type Command, type Context, readText } from './command.ts';
import { readInput } from './line/read-input.ts';
import { choosesColour, colourOption } from './output/colour.ts';
import { readWidth } from './output/terminal-width.ts';
import { openGround } from './scanning/guard-ground.ts';
import { type Judged, judge } from './scanning/judge.ts';

const command: Command = {
  name: 'guard',
  summary: 'Answer a git hook: stop a commit or a push that brings secrets',
  positionals: [
    { name: 'hook', isRequired: true, choices: hookNames, describe: 'The hook that asks' },
    { name: 'args', isList: true, describe: 'What git or a hook manager gives the hook' },
  ],
  options: colourOption,
  examples: [
    ['$0 guard pre-commit', 'search what is staged; in .git/hooks/pre-commit'],
    ['$0 guard commit-msg "$1"', 'search the message; in .git/hooks/commit-msg'],
    ['$0 guard pre-push "$@"', 'search what the remote lacks; in .git/hooks/pre-push'],
    ['$0 guard pre-receive', 'search what is pushed to a server; in hooks/pre-receive of its repository'],
  ],
  run: async (given, context) => {
    const [hook, ...args] = given.words as [HookName, ...string[]];
    const { cwd, env, signal } = context;
    const call = { hook, args, cwd, env, signal, readInput: () => readAll(context) };
    const voice = createVoice(hook, context);
    try {
      return await answer(call, given, { context, voice });
    } catch (error) {
      if (!(error instanceof ToolError)) throw error;
      voice(`invguard: ${error.message}\n  ${error.hint}\n  ${tellStopped(hook)}\n`);
      return exitCodes[error.exit].code;
    }
  },
};

type Voice = (text: string) => void;

async function answer(
  call: HookCall,
  given: Arguments,
  { context, voice }: { context: Context; voice: Voice },
): Promise<number> {
  const { policy, rules, known } = await openGround(call);
  const watched = await searchWatches(await planHook(call), call, {
    rules,
    excludedByConfig: policy.config?.exclude ?? [],
    decodes: true,
    archiveLimits: defaultLimits,
    markSyntaxes: policy.marks.honours ? ['invguard', ...policy.marks.adopted] : [],
  });
  if (watched.coverage.blobCount > 0) context.keepCode();
  const { findings, faultyMarks } = watched;
  const judged = await judge(findings, { policy, rules: known, isWhole: false, faultyMarks });
  const body = toBody(watched, judged);
  await tell(body, { call, watched, given, context, voice });
  return body.exitCode;
}

function toBody({ problems, coverage }: Watched, judged: Judged): ReportBody {
  const findingCount = judged.findings.length;
  return { ...judged, findingCount, problems, coverage, exitCode: decideExit(findingCount, coverage) };
}

function decideExit(findingCount: number, { isInterrupted, unreadCount }: Watched['coverage']): number {
  if (isInterrupted) return exitCodes.interrupted.code;
  if (findingCount > 0) return exitCodes.findings.code;
  return unreadCount > 0 ? exitCodes.incomplete.code : exitCodes.clean.code;
}

interface Telling {
  readonly call: HookCall;
  readonly watched: Watched;
  readonly given: Arguments;
  readonly context: Context;
  readonly voice: Voice;
}

async function tell(body: ReportBody, { call, watched, given, context, voice }: Telling): Promise<void> {
  const occasion = describeOccasion(call.hook, watched.watch);
  if (isPlainlyClean(body)) return voice(writeGuardLine(body.coverage, occasion));
  const [{ writeGuardPage }, { createPage }, { maskNames }] = await Promise.all([
    import('../report/prose/guard-page.ts'),
    import('../report/prose/page.ts'),
    import('../findings/mask-names.ts'),
  ]);
  const { env, stderr } = context;
  const hasColour = choosesColour(readText(given, 'colour'), { env, stream: stderr });
  const page = createPage({ hasColour, width: readWidth(stderr), showsSecrets: false });
  voice([...writeGuardPage(maskNames(body), occasion, page)].join(''));
}

/** Nothing but one line is to be said then, and what writes pages is not loaded. */
function isPlainlyClean({ exitCode, allowed, notices }: ReportBody): boolean {
  return exitCode === exitCodes.clean.code && allowed.length === 0 && notices.length === 0;
}

/** GitLab shows its users only lines that begin so (server hooks, "Custom error messages", 2026-11). */
function createVoice(hook: HookName, context: Context): Voice {
  const { env } = context;
  const isGitlab = hook === 'pre-receive' && (env['GL_ID'] ?? env['GL_REPOSITORY']) !== undefined;
  return (text) => void context.stderr.write(isGitlab ? text.replace(/^(?=.)/gm, 'GL-HOOK-ERR: ') : text);
}

/** Nothing is waited for where a person runs the hook by hand. */
async function readAll({ stdin, signal }: Context): Promise<string> {
  if (stdin.isTTY) return '';
  const pieces: Uint8Array[] = [];
  for await (const piece of readInput(stdin, signal)) pieces.push(piece);
  return Buffer.concat(pieces).toString('utf8');
}

export default command;
