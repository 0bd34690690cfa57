import {
  type CommitOrigin,
  type CommitStamp,
  SHORT_ID_LENGTH,
  type Standing,
  type TagOrigin,
} from '../core/origin.ts';

/** The origin of what stands in a commit's own text. */
export function describeCommit(commit: CommitStamp, standing?: Standing): CommitOrigin {
  const path = `commit ${commit.id.slice(0, SHORT_ID_LENGTH)}`;
  return { kind: 'commit', path, commit, ...(standing && { standing }) };
}

/** The origin of what stands in a tag object named `name`; the first digits of its id if that is not known. */
export function describeTag(
  oid: string,
  name = oid.slice(0, SHORT_ID_LENGTH),
  standing?: Standing,
): TagOrigin {
  return { kind: 'tag', path: `tag ${name}`, tag: oid, ...(standing && { standing }) };
}

/** The name that a tag object gives itself; `text` is what `git cat-file tag` prints. */
export function readTagName(text: string): string | undefined {
  return /^tag (.+)$/m.exec(text.split('\n\n', 1)[0] ?? '')?.[1];
}
