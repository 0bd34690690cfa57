// What a push brings, from the sender's side and from the receiver's. Every ref of the push counts. Where git did not name the refs
// (another hook took its standard input, or nothing is to be pushed), all that could be pushed is searched.

import { ToolError } from '../core/errors.ts';
import { isNullId } from '../git/commit-log.ts';
import { listTips, listTrackingArgs } from '../git/remotes.ts';
import { GitError, type GitOptions } from '../git/run.ts';
import { type HookCall, readFrameworkRange, type Watch } from './watch.ts';

/** One ref that is to change, and what the receiver has there now. */
export interface RefUpdate {
  readonly newId: string;
  readonly oldId: string;
}

/** `git push`: what the remote lacks, as far as this repository knows. */
export async function planPush(call: HookCall): Promise<Watch> {
  const updates = parsePushLines(await call.readInput());
  const range = readFrameworkRange(call.env);
  if (updates.length === 0 && range !== undefined) return { kind: 'range', range };
  try {
    return await describePush(updates, call);
  } catch (error) {
    if (!(error instanceof GitError)) throw error;
    throw new ToolError('git-refused', `what is to be pushed cannot be told: ${error.message}`, {
      hint: 'See what `git status` says there.',
      cause: error,
    });
  }
}

async function describePush(updates: readonly RefUpdate[], call: HookCall): Promise<Watch> {
  const { args, cwd, env, signal } = call;
  const git: GitOptions = { cwd, keepsPlace: true, signal };
  const [remote = env['PRE_COMMIT_REMOTE_NAME'], url = env['PRE_COMMIT_REMOTE_URL']] = args;
  const knownRefs = remote === undefined ? [] : await listTrackingArgs(remote, url, git);
  if (updates.length > 0) return { kind: 'arrivals', arrivals: { ...splitUpdates(updates), knownRefs } };
  const branch = env['PRE_COMMIT_LOCAL_BRANCH'];
  const arrivals = { tips: await listTips(branch, git), knownIds: [], knownRefs };
  return { kind: 'arrivals', arrivals, ...(branch === undefined && { remark: NO_REFS }) };
}

const NO_REFS =
  'git named no ref to be pushed on standard input: all local branches and tags were searched for what the remote lacks.';

/** A server: what no ref of it leads to yet. */
export async function planReceive({ readInput }: HookCall): Promise<Watch> {
  const updates = parseReceiveLines(await readInput());
  if (updates.length === 0) {
    throw new ToolError('bad-usage', 'pre-receive was told no ref on standard input', {
      hint: 'Let the hook pass on its standard input: another command of it may have read it before.',
    });
  }
  return { kind: 'arrivals', arrivals: { ...splitUpdates(updates), knownRefs: ['--all'] } };
}

/** Lines `<local ref> <local id> <remote ref> <remote id>`; a local ref is whatever the user typed (githooks(5)). */
export function parsePushLines(text: string): readonly RefUpdate[] {
  return parseLines(text, /^.* ([0-9a-f]{40,64}) \S+ ([0-9a-f]{40,64})$/, ([, newId, oldId]) => ({
    newId: newId!,
    oldId: oldId!,
  }));
}

/** Lines `<old id> <new id> <ref>`. */
export function parseReceiveLines(text: string): readonly RefUpdate[] {
  return parseLines(text, /^([0-9a-f]{40,64}) ([0-9a-f]{40,64}) \S+$/, ([, oldId, newId]) => ({
    newId: newId!,
    oldId: oldId!,
  }));
}

function parseLines(
  text: string,
  pattern: RegExp,
  read: (parts: RegExpExecArray) => RefUpdate,
): readonly RefUpdate[] {
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => {
    const parts = pattern.exec(line);
    if (parts) return read(parts);
    throw new ToolError('bad-usage', 'standard input does not name refs as git does', {
      hint: 'Let the hook pass on its standard input unchanged, one ref on each line.',
    });
  });
}

/** A ref that is deleted brings nothing, but what it led to is still known. */
function splitUpdates(updates: readonly RefUpdate[]): {
  tips: readonly string[];
  knownIds: readonly string[];
} {
  const list = (ids: readonly string[]) => [...new Set(ids)].filter((id) => !isNullId(id));
  return {
    tips: list(updates.map(({ newId }) => newId)),
    knownIds: list(updates.map(({ oldId }) => oldId)),
  };
}
