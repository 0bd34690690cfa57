import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listAnchors } from '../../../src/engine/anchors.ts';
import { dropCovered } from '../../../src/engine/cores.ts';
import { createEncodedSearch } from '../../../src/engine/encoded/encoded-search.ts';
import { choosePieces, listForms } from '../../../src/engine/encoded/form.ts';
import { createPrefilter, joinLiterals } from '../../../src/engine/prefilter.ts';
import { builtinRules } from '../../../src/rules/builtin.ts';

const literals = dropCovered(
  builtinRules.filter(({ variable }) => variable === undefined).flatMap(listAnchors),
);
const prefilter = createPrefilter([...literals, 'invguard:allow'])!;
const search = createEncodedSearch(literals, prefilter)!;
const pieces = choosePieces(literals, prefilter.cores);
const forms = listForms(pieces);

const texts = fc
  .array(
    fc.oneof(
      fc.constantFrom(...literals, ...prefilter.cores, ...pieces),
      fc.constantFrom('%', '&', '\\', '_', 'INVENT', 'Secret', ' ', 'é'),
      fc.constantFrom(...forms.map(({ text }) => text)),
      fc.string({ maxLength: 6 }),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

test('triggers are the forms, the literals, and pieces right before an escape', () => {
  fc.assert(
    fc.property(texts, fc.nat(20), (text, from) => {
      const { list, lastCore } = search.find(text, from);
      const found = list.map(({ codec, at, leadLength }) => `${codec} ${at} ${leadLength}`);
      expect(new Set(found)).toEqual(new Set(listSlowly(text, from)));
      expect(list.map(({ at }) => at)).toEqual(list.map(({ at }) => at).sort((a, b) => a - b));
      const last = Math.max(...prefilter.cores.map((core) => text.toLowerCase().lastIndexOf(core)));
      expect(lastCore).toBe(last >= from ? last : -1);
      expect(search.screen!.isIn(Buffer.from(text))).toBe(listSlowly(text, 0).length > 0 || last >= 0);
    }),
    { numRuns: 2000, seed: 20_261_122 },
  );
});

test('the last of cores that overlap is told', () => {
  const overlapping = ['cdefgh', 'abcdef'];
  const closeSearch = createEncodedSearch(overlapping, createPrefilter(overlapping)!)!;
  for (let at = 0; at < 4; at++)
    expect(closeSearch.find(`${'.'.repeat(at)}abcdefgh`, 0).lastCore).toBe(at + 2);
});

test('where cores are short, whether one is there is told, not where', () => {
  const short = ['key', 'invent_api'];
  const shortSearch = createEncodedSearch(short, createPrefilter(short)!)!;
  expect(shortSearch.screen).toBeUndefined();
  expect(shortSearch.find('a KEY %', 0)).toEqual({ list: [], lastCore: 'a KEY %'.length });
  expect(shortSearch.find('aW52ZW50X2Fw', 0)).toEqual({ list: [], lastCore: -1 });
  expect(shortSearch.find('INVENT_API', 0).list).toEqual([{ codec: 'escapes', at: 0, leadLength: 0 }]);
});

test('literals may be spelled in any case; short ones are not looked for', () => {
  const mixed = ['INVENT_Api', 'Acme_Token', 'Key'];
  const mixedSearch = createEncodedSearch(mixed, createPrefilter(mixed)!)!;
  const listPlain = (text: string) => mixedSearch.find(text, 0).list.map(({ at }) => at);
  expect(listPlain('key acme_token KEY Invent_API')).toEqual([4, 19]);
  expect(createEncodedSearch(['key'], createPrefilter(['key'])!)).toBeUndefined();
});

test('a long literal has to be known to its end, and to the sign behind it', () => {
  const long = `invent${'x'.repeat(3000)}`;
  const longSearch = createEncodedSearch([long], createPrefilter(['invent', long])!)!;
  expect(longSearch.longest).toBe(long.length + 1);
});

test('a form that a line break cuts is told in its turn, however far into a text', () => {
  const text = `${' '.repeat(1 << 17)}é aW52ZW50 ${'QUJD'.repeat(18)}aW52\nZW50 aW52ZW50`;
  const places = [...text.matchAll(/aW52/g)].map(({ index }) => index);
  expect(search.find(text, 0).list.map(({ at }) => at)).toEqual(places);
  expect(search.screen!.isIn(Buffer.from(text.slice(-95, -8)))).toBe(true);
});

function listSlowly(text: string, from: number): string[] {
  const formTriggers = forms.flatMap(({ text: form, codec, leadLength }) =>
    listPlaces(text, form, from).map((at) => `${codec} ${at} ${leadLength}`),
  );
  const plain = new RegExp(`${joinLiterals(literals)}|(?:${joinLiterals(pieces)})(?=[%&\\\\])`, 'iy');
  const plainTriggers = [...text].flatMap((_, at) => {
    plain.lastIndex = at;
    return at >= from && plain.test(text) ? [`escapes ${at} 0`] : [];
  });
  return [...formTriggers, ...plainTriggers];
}

function listPlaces(text: string, sought: string, from: number): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(sought, from); at !== -1; at = text.indexOf(sought, at + 1)) places.push(at);
  return places;
}
