import { assertNever } from '../../core/assert-never.ts';
import type { BlobLife, CommitStamp, Origin, Standing } from '../../core/origin.ts';

/** Where a place's bytes come from, as members of its record; the same names in every report for machines. */
export function describeOrigin(origin: Origin): object {
  switch (origin.kind) {
    case 'file':
      return { kind: 'file', path: origin.path, ...(origin.isIgnored ? { ignored: true } : {}) };
    case 'stdin':
      return { kind: 'stdin', path: origin.path };
    case 'staged':
      return { kind: 'staged', path: origin.path, blob: origin.blob };
    case 'blob':
    case 'note':
      return {
        kind: origin.kind,
        path: origin.path,
        blob: origin.blob,
        ...(origin.kind === 'note' ? { about: origin.about } : {}),
        ...(origin.commit ? { commit: describeCommit(origin.commit) } : {}),
        ...(origin.life ? describeLife(origin.life) : {}),
      };
    case 'commit':
      return {
        kind: 'commit',
        path: origin.path,
        commit: describeCommit(origin.commit),
        ...describeStanding(origin.standing),
      };
    case 'tag':
      return { kind: 'tag', path: origin.path, tag: origin.tag, ...describeStanding(origin.standing) };
    default:
      return assertNever(origin);
  }
}

/** Whether the path is one that the repository has, or had. */
export function isFile({ kind }: Origin): boolean {
  return kind === 'file' || kind === 'staged' || kind === 'blob';
}

function describeCommit({ id, author, email, date }: CommitStamp): object {
  return { id, author, ...(email === undefined ? {} : { email }), date };
}

function describeStanding(standing: Standing | undefined): object {
  if (!standing) return {};
  const { reach, isInHead, refs, refCount } = standing;
  return { reach, inHead: isInHead, refs, refCount };
}

function describeLife(life: BlobLife): object {
  const { versionCount, removed, otherPaths } = life;
  return {
    ...describeStanding(life),
    versionCount,
    ...(removed ? { removed: describeCommit(removed) } : {}),
    ...(otherPaths.length > 0 ? { otherPaths } : {}),
  };
}
