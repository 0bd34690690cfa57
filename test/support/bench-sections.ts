// What the README says of the newest figures that are kept in test/bench/results.
import {
  type BenchRecord,
  listCharted,
  listPlaces,
  type PlacesTable,
  readNewestRecord,
} from '../pictures/bench-record.ts';

/** The chart; as long as nothing was measured, how to. */
export function describeSpeed(): string {
  const record = readNewestRecord();
  if (!record)
    return 'No figures are kept yet: `npm run bench -- --save` measures, `npm run pictures` draws them here.';
  return [
    '![Medians of invguard and what it is compared with, case by case](.github/pictures/speed.svg)',
    `Medians of ${record.date}; shorter is faster. [How they were taken](#measured-next-to-others).`,
  ].join('\n\n');
}

/** What a reader needs to judge the chart. */
export function describeFigures(): string {
  const record = readNewestRecord();
  if (!record) return 'Nothing was measured yet.';
  const { date, cores, node } = record;
  const load = Math.max(...listCharted(record).map((table) => table.load));
  const named = [`Node ${node.replace('v', '')}`, ...listVersions(record)].join(', ');
  return [
    `The chart shows medians, measured on ${date} with ${cores} cores and a load of at most ${load.toFixed(1)}; ${named}.`,
    'Each case has a scale of its own, and who did not find what was planted is not compared.',
    ...describeRules(listPlaces(record)),
    ...describePrefilter(record),
    '`npm run bench` measures it on your machine, with the scanners that are there.',
  ].join('\n');
}

/** Who named the key in which place, as tables; as long as nobody was asked, how to. */
export function describePlaces(): string {
  const record = readNewestRecord();
  const tables = record ? listPlaces(record) : [];
  if (!record || tables.length === 0) return 'Nobody was asked yet: `npm run bench -- places --save` does.';
  return [
    `What was found on ${record.date} of a key in each of these places, by ${listVersions(record, isAsked(tables)).join(' and ')} with a rule for it:`,
    ...tables.map(drawPlaces),
  ].join('\n\n');
}

function drawPlaces({ title, places, rows }: PlacesTable): string {
  const lines = places.map((place, index) => [
    place,
    ...rows.map(({ found }) => (found[index] ? 'yes' : 'no')),
  ]);
  const header = [title, ...rows.map(({ name }) => name)];
  return [header, header.map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function isAsked(tables: readonly PlacesTable[]): (name: string) => boolean {
  const names = new Set(tables.flatMap(({ rows }) => rows.map(({ name }) => name)));
  return (name) => names.has(name);
}

/** Who looks in places is a scanner, and was given a rule. */
function describeRules(tables: readonly PlacesTable[]): readonly string[] {
  if (tables.every(({ rows }) => rows.length < 2)) return [];
  return [
    'invguard searches with all its rules, secretlint with its recommended preset. The scanners have one rule, for the planted keys, and decode nothing where they can be told so.',
  ];
}

function describePrefilter(record: BenchRecord): readonly string[] {
  const rows = listCharted(record).flatMap((table) => table.rows);
  const name = rows.find(({ isPrefilter }) => isPrefilter)?.name;
  if (name === undefined) return [];
  return [
    `\`${name}\` is asked for all that tells invguard where to look closer, and names lines without a secret, too.`,
  ];
}

function listVersions({ versions }: BenchRecord, isWanted = (_name: string) => true): readonly string[] {
  const others = Object.entries(versions).filter(([name, version]) => version !== 'this' && isWanted(name));
  return others.map((other) => other.join(' '));
}
