// What could not be read of archives in a history: one problem for each kind of flaw in each file, whatever number of its versions have it.

import { nameBlob, SHORT_ID_LENGTH } from '../core/origin.ts';
import type { Problem } from '../core/problem.ts';
import { renameFlaw } from './blob-naming.ts';
import { findNewest, type Version } from './history-origins.ts';

/** The flaws of the versions, under the names of the files and of the commits that brought them. */
export function listFlaws(versions: readonly Version[]): readonly Problem[] {
  const known = new Map<string, { flaw: Problem; versions: Version[] }>();
  for (const version of versions) {
    for (const flaw of version.found.flaws) {
      const { path, found } = version;
      const named = renameFlaw(flaw, { oid: found.oid, path, subject: path });
      const key = JSON.stringify([named.code, path, named.detail]);
      const same = known.get(key) ?? { flaw: named, versions: [] };
      if (!same.versions.includes(version)) same.versions.push(version);
      known.set(key, same);
    }
  }
  return [...known.values()].map(({ flaw, versions: those }) => describe(flaw, those));
}

function describe(flaw: Problem, versions: readonly Version[]): Problem {
  const others = versions.length - 1;
  const more =
    others > 0 ? `; so ${others === 1 ? 'is another version' : `are ${others} other versions`}` : '';
  const newest = findNewest(versions);
  const remedy = isNamed(newest)
    ? flaw.remedy
    : `${flaw.remedy} Its names: git log --all --find-object=${newest.found.oid}`;
  return { ...flaw, subject: nameFlawed(newest), detail: flaw.detail + more, remedy };
}

function isNamed({ path, found }: Version): boolean {
  return path !== nameBlob(found.oid);
}

function nameFlawed(version: Version): string {
  const { path, found, history } = version;
  if (history?.first) return `${path} (commit ${history.first.id.slice(0, SHORT_ID_LENGTH)})`;
  return isNamed(version) ? `${path} (object ${found.oid.slice(0, SHORT_ID_LENGTH)})` : path;
}
