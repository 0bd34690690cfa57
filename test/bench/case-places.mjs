import { toCommand } from './compare-scans.mjs';
import { run } from './measure.mjs';
import { plantHistory, plantIndex } from './planted-places.mjs';
import { readKeys } from './scanners/planted-rule.mjs';

/** Who looks where: no times, but a key in every place, and who names it. */
export function measurePlaces({ contenders, place }) {
  const [invguard, ...others] = contenders;
  const own = {
    ...invguard,
    history: () => invguard.reveal('--history', '--no-cache'),
    staged: () => invguard.reveal('--staged'),
    readKeys,
  };
  const searchers = [own, ...others];
  return [
    { title: 'in a history', job: 'history', ...plantHistory(place) },
    { title: 'in an index', job: 'staged', ...plantIndex(place) },
  ].map(({ title, job, cwd, plants }) => ({
    title,
    places: plants.map(({ place }) => place),
    rows: searchers
      .filter((searcher) => searcher[job])
      .map((searcher) => ({ name: searcher.name, found: listFound(searcher, { job, cwd, plants, place }) })),
  }));
}

/** For each plant whether its key was named. */
function listFound(searcher, { job, cwd, plants, place }) {
  const words = searcher[job](cwd);
  const keys = new Set(searcher.readKeys(run(toCommand(searcher, words, cwd), { place }).readText()));
  return plants.map(({ key }) => keys.has(key));
}
