// The message of a commit that is being made. Which lines git will keep depends on options that a hook is not told of, so all are
// searched, but for what stands below the scissors: the diff that `git commit --verbose` shows the author, with what is being taken out.

/** `# ------------------------ >8 ------------------------` with any comment prefix, before a line of comment (wt-status.c). */
const scissors = /^(\S+) -{24} >8 -{24}\n(?=\1(?: |\n))/m;

/** The part of the message file that may end up in the commit. Positions in it are those in the file. */
export function cutScissors(message: Buffer): Buffer {
  const cut = scissors.exec(message.toString('latin1'));
  return cut ? message.subarray(0, cut.index) : message;
}
