import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Match } from '../../../src/core/finding.ts';
import { BlobScan, scanText } from '../../../src/engine/blob-scan.ts';
import { compileRules } from '../../../src/engine/compile.ts';
import { EncodedReader } from '../../../src/engine/encoded/encoded-reader.ts';
import { createEncodedSearch } from '../../../src/engine/encoded/encoded-search.ts';
import { createPrefilter } from '../../../src/engine/prefilter.ts';
import { builtinRules } from '../../../src/rules/builtin.ts';
import { searchSaid } from '../../support/encoded-oracle.ts';
import { encodedSpellings, writers } from '../../support/encodings.ts';
import { makeRule } from '../../support/rules.ts';
import { expand } from '../../support/secrets.ts';

const ruleset = compileRules(builtinRules, { decodes: true, markSyntaxes: ['invguard'] });
const plain = compileRules(builtinRules);
const textRules = builtinRules.filter(({ variable }) => variable === undefined);
const key = expand('invoance_live_<alnum:24>', 'encoded');
const opaque = expand('<alnum:40>', 'encoded');

function scan(text: string): Match[] {
  return scanText(text, { ruleset, path: 'f', drawsFrames: true });
}

function tell(matches: readonly Match[]) {
  return matches.map(({ rule, text, encodings }) => [rule.id, text, encodings]);
}

describe.each(encodedSpellings)('in $title', ({ write, encodings }) => {
  test('a key is found, and its place is that of the encoded text', () => {
    const encoded = write(key);
    const [match, ...others] = scan(`first\nvalue: "${encoded}"\n`);
    expect(others).toEqual([]);
    expect(match).toMatchObject({ text: key, encodings, start: { line: expect.any(Number) } });
    const { startOffset, endOffset } = match!.span;
    expect(startOffset).toBeGreaterThanOrEqual('first\nvalue: "'.length);
    expect(endOffset).toBeLessThanOrEqual('first\nvalue: "'.length + encoded.length);
    expect(endOffset - startOffset).toBeGreaterThanOrEqual(key.length);
  });

  test.each([
    ['INVENT_API_KEY=', 'invent-api-key-assignment'],
    ['inventApiKey: ', 'invent-api-key-assignment'],
    ['Invoance-Api-Key: ', 'invoance-api-key-assignment'],
  ])('a secret is found by its name %s', (name, ruleId) => {
    expect(tell(scan(write(`${name}${opaque}`)))).toEqual([[ruleId, opaque, encodings]]);
  });

  test('no frame shows a piece of what encodes the secret', () => {
    const line = `A=${key} B=${write(key)} C=${write(`x ${key}`)}`;
    const matches = scan(line);
    expect(matches.length).toBeGreaterThanOrEqual(3);
    const codes = matches.map(({ span }) => line.slice(span.startOffset, span.endOffset));
    for (const { frame } of matches)
      for (const code of codes)
        for (let at = 0; at + 16 <= code.length; at += 4)
          expect(frame!.text).not.toContain(code.slice(at, at + 16));
  });

  test('nothing is found without the switch', () => {
    expect(scanText(write(key), { ruleset: plain, path: 'f', drawsFrames: false })).toEqual([]);
  });

  test('a mark on the line covers it', () => {
    const [match] = scan(`"${write(key).replaceAll('\n', '')}" # invguard:allow invoance-api-key -- known`);
    expect(match?.mark).toMatchObject({ form: 'line' });
  });
});

describe('a piece of a secret or of its surroundings may be escaped:', () => {
  test.each([
    ['an underscore', key.replaceAll('_', '&#95;'), key],
    ['the sign behind a name', `INVENT_API_KEY%3D${opaque}%0A`, opaque],
    ['quotes', `&quot;invoance_api_key&quot;:&quot;${opaque}&quot;`, opaque],
    ['a character of the value', `INVENT_API_KEY=ab%2B${opaque}`, `ab+${opaque}`],
    ['slashes, as PHP does', `"invent_api_key":"ab\\/${opaque}"`, `ab/${opaque}`],
  ])('%s', (_, text, secret) => {
    expect(scan(text).map((match) => match.text)).toEqual([secret]);
  });
});

describe('a text that is decoded', () => {
  test('does not show twice what it also shows plainly', () => {
    for (const text of [`key=${key}&next=%2Fhome%20page`, `next=%2Fhome%20page&key=${key}`])
      expect(tell(scan(text))).toEqual([['invoance-api-key', key, undefined]]);
  });

  test.each([
    ['plainly', key, undefined],
    ['in escapes', key.replaceAll('_', '&#95;'), ['escapes']],
  ])('shows once what stands %s next to escapes, whatever the chunks', (_, spelled, encodings) => {
    // As many characters each as puts one where the first literal leaves off that is not decided.
    const blob = Buffer.from(`key=${spelled}&next=%2Fhome`.padEnd(128).repeat(150));
    const whole = scanInChunks(blob, []);
    expect(tell(whole)).toEqual(Array(150).fill(['invoance-api-key', key, encodings]));
    for (const length of [997, 8100, 12_345])
      expect(scanInChunks(blob, Array(19).fill(length))).toEqual(whole);
  });

  test('is read as settings when it looks like them', () => {
    const settings = `# ours\nDB_PASSWORD=${opaque}\nINVOANCE_API_KEY=${key}\n`;
    const secret = `kind: Secret\ndata:\n  .env: ${Buffer.from(settings).toString('base64')}\n`;
    expect(tell(scan(secret))).toEqual([
      ['dotenv-secret', opaque, ['base64']],
      ['invoance-api-key', key, ['base64']],
    ]);
  });

  const secret = `DB_PASSWORD=${opaque}`;
  /** With two lines more it ends 5 characters before 4 KB do. */
  const filler = 'A=1\n'.repeat(1005);

  test.each([
    ['lines of Windows', `${secret}\r\nA=1\r\nB=2\r\nC=3`, true],
    ['names of any kind', `${secret}\na=1\n_=2\nspring.db-url2=3`, true],
    [
      'exported names',
      `export ${secret}\nexport  B=2\nexport\tC=3\n\t export D=4\n \texport\tE=5\n  export F=6`,
      true,
    ],
    ['indented names', ` ${secret}\n\tB=2\n  C=3\n\t\tD=4`, true],
    ['empty lines and comments', `${secret}\n\n#\n  \n # one\n  # two\n\t\t# three\nA=1`, true],
    ['two settings between pieces', `: a piece\n${secret}\nA=1\nand a piece`, true],
    ['settings, as far as 4 KB tell', `${secret}\n${filler}x\ny\n     z`, true],
    ['something else right before that', `${secret}\n${filler}x\ny\n    z`, false],
    ['one setting between pieces', `: a piece\n${secret}\nand a piece`, false],
    ['two settings among three other lines', `a letter\nto us\n${secret}\nA=1\nand so on`, false],
    ['lines with settings in them', `is A=1\nis B=2\nis C=3\n${secret}\nis D=4`, false],
    ['signs that are no names', `1=1\n-=2\n=3\n${secret}\nA=4`, false],
  ])('is read as settings or not: %s', (_, text, expected) => {
    const found = scan(Buffer.from(`# to invoance\n${text}`).toString('base64'));
    expect(found.map((match) => match.text)).toEqual(expected ? [opaque] : []);
  });

  test('may be UTF-16 that is decoded to UTF-16', () => {
    const text = Buffer.from(`\ufeffx: ${Buffer.from(key).toString('base64')}`, 'utf16le');
    const [match] = new BlobScan({ ruleset, path: 'f', drawsFrames: false }).write(text, true);
    expect(match).toMatchObject({ text: key, encodings: ['base64'], span: { startOffset: 8 } });
  });

  test('is decoded again, three times in all', () => {
    const encode = (text: string) => Buffer.from(text).toString('base64');
    // The forms of a literal encoded thrice are not looked for: there has to be one to open each text.
    const thrice = encode(`invoance ${encode(encode(key))}`);
    expect(tell(scan(thrice))).toEqual([['invoance-api-key', key, ['base64', 'base64', 'base64']]]);
    expect(scan(encode(`invoance ${thrice}`))).toEqual([]);
  });

  test('is not searched for names of other things', () => {
    const text = Buffer.from(`an inventory, invented: ${opaque}`).toString('base64');
    expect(scan(text)).toEqual([]);
  });
});

describe('a run', () => {
  const lines = [
    `DB_PASSWORD=${opaque}`,
    ...Array.from({ length: 40 }, (_, index) => `SETTING_${index}=${'value '.repeat(6)}`),
    `INVOANCE_API_KEY=${key}`,
    `ADMIN_TOKEN=${opaque.toLowerCase()}`,
  ];
  const encoded = Buffer.from(`${lines.join('\n')}\n`).toString('base64');
  const wrapped = encoded.replace(/.{76}/g, '$&\r\n    ');
  const found = ['dotenv-secret', 'invoance-api-key', 'dotenv-secret'];

  test.each([
    ['on one line', encoded],
    ['broken into lines', wrapped],
  ])('%s is read from before the literal to behind it, wherever it is cut', (_, text) => {
    const blob = Buffer.from(`${'word '.repeat(900)}\n  data: |\n    ${text}\n${'word '.repeat(900)}`);
    const whole = scanInChunks(blob, []);
    expect(whole.map(({ rule }) => rule.id)).toEqual(found);
    const at = blob.indexOf(text);
    for (let cut = at; cut < at + text.length + 90; cut += cut > at + text.length - 120 ? 1 : 61)
      expect(scanInChunks(blob, [cut])).toEqual(whole);
  });

  test.each([64, 76])('in lines of %i shows a secret wherever a break cuts its name', (length) => {
    for (let at = 0; at < length; at++) {
      const settings = `${'# settings of the service\n'.repeat(9)}${'x'.repeat(at)}\nINVENT_API_KEY=${opaque}\n`;
      const lines = Buffer.from(settings)
        .toString('base64')
        .match(new RegExp(`.{1,${length}}`, 'g'))!;
      for (const text of [lines.join('\n'), `.env: |\r\n  ${lines.join('\r\n  ')}`]) {
        const whole = scan(text);
        expect(tell(whole)).toEqual([['invent-api-key-assignment', opaque, ['base64']]]);
        const cut = text.length - 120 + at;
        expect(scanInChunks(Buffer.from(text), [cut, 1, 7])).toEqual(whole);
      }
    }
  });

  test('is read on over the deepest break, wherever it is cut', () => {
    const broken = Buffer.from(`${'.'.repeat(35)}${key}`)
      .toString('base64')
      .replace(/.{76}/, `$&\r\n${' '.repeat(80)}`);
    const blob = Buffer.from(`${'word '.repeat(1700)}${broken}${'word '.repeat(40)}`);
    const whole = scanInChunks(blob, []);
    expect(whole.map(({ text }) => text)).toEqual([key]);
    for (let cut = blob.indexOf(broken); cut < blob.length; cut++)
      expect(scanInChunks(blob, [cut])).toEqual(whole);
  });

  test('of two that are out of step with each other shows both', () => {
    const [first, second] = ['one', 'two'].map((seed) => expand('invoance_live_<alnum:24>', seed));
    const text = `${Buffer.from(`;${first}`).toString('base64')}A${Buffer.from(`;${second};xx`).toString('base64')}`;
    expect(scan(text).map((match) => match.text)).toContain(second);
    const own = compileRules([small], { decodes: true });
    const pair = ['ab', 'cd'].map((end) =>
      Buffer.from(`;tokinv=${end}. `).toString('base64').replace(/=+$/, ''),
    );
    const matches = scanText(`${pair[0]}xy${pair[1]}`, { ruleset: own, path: 'f', drawsFrames: false });
    expect(matches.map((match) => match.text)).toEqual(['ab', 'cd']);
  });

  test.each(['', 'x', 'xy', 'xyz'])('of base64 with hex right behind it shows both, over "%s"', (between) => {
    const text = `${writers.base64('tokinv=ab. ;')}${between}${writers.hex('tokinv=cd')}`;
    expect(listFound(text).map((match) => match.text)).toEqual(['ab', 'cd']);
  });
});

/** A rule that looks neither far ahead nor behind: what windows keep for the rules' sake hides nothing. */
const small = makeRule('small', `keywords = ["tokinv="]\npattern = 'tokinv=(?<secret>[a-d]{2})'`);
const distant = makeRule(
  'distant',
  `keywords = ["token"]\npattern = 'token:(?<secret>[a-d]{4})'\nnear = [{ pattern = "farhost", mode = "require", bytes = 60 }]`,
);

test('a secret before the literal that opens a region is found, wherever the text is cut', () => {
  const own = compileRules([distant], { decodes: true });
  const escaped = [...`token:abcd${'.'.repeat(45)}farhost`].map(
    (one) => `\\u00${one.charCodeAt(0).toString(16)}`,
  );
  const blob = Buffer.from(`${'word '.repeat(600)}${escaped.join('')}${'word '.repeat(600)}`);
  const whole = new BlobScan({ ruleset: own, path: 'f', drawsFrames: false }).write(blob, true);
  expect(whole).toMatchObject([{ text: 'abcd', encodings: ['escapes'] }]);
  // From the literal on, and past the first window of what sniffs the encoding.
  for (let cut = 3000; cut < blob.length; cut += 97) {
    const blobScan = new BlobScan({ ruleset: own, path: 'f', drawsFrames: false });
    const padding = Buffer.from('word '.repeat(2000));
    const parts = [...blobScan.write(padding, false), ...blobScan.write(blob.subarray(0, cut), false)];
    parts.push(...blobScan.write(blob.subarray(cut), true));
    expect(parts.map(({ span }) => span.startOffset - padding.length)).toEqual(
      whole.map(({ span }) => span.startOffset),
    );
  }
});

/** What a text in code is read for: `ke=` alone is too short to be looked for in it. */
const quiet = makeRule('quiet', `keywords = ["ke="]\npattern = 'ke=(?<secret>[a-d]{2,3900})'`);
const smallRuleset = compileRules([small, quiet], { decodes: true });
const writeSparsely = (text: string) => text.replace(/[^.]+/g, writers.percent);

/** The secrets that are found, in chunks of the given length. */
function listFound(text: string, chunkLength = text.length, own = smallRuleset): Match[] {
  const blobScan = new BlobScan({ ruleset: own, path: 'f', drawsFrames: false });
  const found: Match[] = [];
  for (let from = 0; from < text.length; from += chunkLength)
    found.push(
      ...blobScan.write(Buffer.from(text.slice(from, from + chunkLength)), from + chunkLength >= text.length),
    );
  return found;
}

describe.each([
  [
    'base64',
    { write: writers.base64, literal: 'Rva2ludj', first: -4096, last: 18_431, context: -6142, end: 22_528 },
  ],
  [
    'hex',
    {
      write: writers.hex,
      literal: writers.hex('tokinv='),
      first: -4096,
      last: 18_430,
      context: -6144,
      end: 22_528,
    },
  ],
  [
    'escapes',
    {
      write: writeSparsely,
      literal: writers.percent('tokinv='),
      first: -2048,
      last: 6143,
      context: -4096,
      end: 10_240,
    },
  ],
])('a text in %s', (_, { write, literal, first, last, context, end }) => {
  /** With `ke=ab` so many characters of code behind the literal, in any phase. */
  const listRound = (distance: number) =>
    Array.from({ length: 50 }, (_, index) => {
      const dots = '.'.repeat((Math.abs(distance) * 3) / write('...').length + index - 40);
      const text = distance < 0 ? `.ke=ab${dots}tokinv=cd` : `.tokinv=cd${dots}ke=ab`;
      return [write(text), write(`.${text}`)];
    }).flat();

  test('is read so far before a literal and behind it', () => {
    const distances = [...listRound(first), ...listRound(last)].flatMap((text) => {
      const [at, secret] = [text.indexOf(literal), listFound(text).find(({ rule }) => rule.id === 'quiet')];
      return at >= 0 && secret ? [secret.span.startOffset - at] : [];
    });
    expect([Math.min(...distances), Math.max(...distances)]).toEqual([first, last]);
  });

  test('counts as context what stands so far before that, in chunks too', () => {
    const measure = (length: number) => Math.floor((length * 3) / write('...').length);
    const contextual = makeRule(
      'contextual',
      `keywords = ["ke="]\npattern = 'ke=(?<secret>[a-d]{2})'\nnear = [{ pattern = "f[a]r", mode = "require", bytes = ${measure(2110)} }]`,
    );
    const own = compileRules([small, contextual], { decodes: true });
    const behind = `ke=ab${'.'.repeat(measure(-first - 60))}tokinv=cd`;
    const texts = Array.from({ length: 200 }, (_, index) =>
      write(`far${'.'.repeat(measure(first - context - 120) + index)}${behind}`),
    );
    const distances = texts
      .filter((text) => text.includes(literal))
      .flatMap((text) => {
        const padded = ' '.repeat(4000) + text;
        const at = padded.indexOf(literal);
        const whole = listFound(padded, padded.length, own);
        expect(listFound(padded, at + 5, own)).toEqual(whole);
        return whole.length > 1 ? [4000 - at] : [];
      });
    expect(distances.length).toBeLessThan(texts.length);
    expect(Math.min(...distances)).toBe(context);
  });

  test('shows what a literal names at the very end of what belongs to another one', () => {
    const length = Math.floor(((last - 2048) * 3) / write('...').length);
    for (let index = length - 30; index < length; index++)
      expect(listFound(write(`..tokinv=ab;${'.'.repeat(index)}tokinv=cd..`)).map(({ text }) => text)).toEqual(
        ['ab', 'cd'],
      );
  });

  test('has in chunks the secrets that it has whole, however long both are', () => {
    const parts = Array.from({ length: 30 }, (_, index) => {
      const dots = '.'.repeat((index * 379) % 1000);
      return `${dots}ke=${'abcd'.repeat(1 + ((index * 271) % 700))};${dots}tokinv=ab`;
    });
    const text = write(parts.join(''));
    const whole = listFound(text);
    expect(whole).toHaveLength(2 * parts.length);
    for (const chunkLength of [997, 8009, 30_011]) expect(listFound(text, chunkLength)).toEqual(whole);
  });

  test('has in chunks what it has whole of a secret too long to be read', () => {
    const dots = (length: number) => '.'.repeat((length * 3) / write('...').length);
    const text = write(`${dots(20_000)}.tokinv=ab${dots(last - 100)}ke=${'abcd'.repeat(950)}`);
    const whole = listFound(text);
    expect(whole.at(-1)!.span.endOffset - text.indexOf(literal)).toBe(end);
    for (const chunkLength of [997, 8009]) expect(listFound(text, chunkLength)).toEqual(whole);
  });

  test('is decoded a few times at most, however many literals are in it', () => {
    const text = write('tokinv=ab.'.repeat(400));
    let decodedBytes = 0;
    const countBytes = (bytes: Buffer) => {
      decodedBytes += bytes.length;
      return [];
    };
    const reader = new EncodedReader(
      createEncodedSearch(['tokinv='], createPrefilter(['tokinv='])!)!,
      countBytes,
    );
    const filler = ' '.repeat(9000);
    reader.read({ text: filler, base: 0 }, { isLast: false, known: filler.length });
    reader.read({ text: filler.slice(1000) + text, base: 1000 }, { isLast: true, known: text.length });
    expect(decodedBytes).toBeLessThan(4 * text.length);
  });
});

test('a text in escapes is read on for the first literal behind what belongs to another one', () => {
  const [first, second] = ['tokinv=ab', 'tokinv=cd'].map(writers.percent);
  const listBehind = (distance: number) => {
    const text = `${first}${'.'.repeat(distance - first!.length)}${second}${'.'.repeat(5000)}${writers.percent('ke=ab')}`;
    return listFound(text).map(({ rule }) => rule.id);
  };
  expect(listBehind(4095)).toEqual(['small', 'small']);
  expect(listBehind(4096)).toEqual(['small', 'small', 'quiet']);
});

test('a secret that stands plainly is told where an escape is near before it', () => {
  const own = makeRule('own', `keywords = ["ke="]\npattern = 'ke=[.]{0,300}(?<secret>[a-d]{2})'`);
  const ownRuleset = compileRules([small, own], { decodes: true });
  const isTold = (distance: number) => {
    const text = `%6be=${'.'.repeat(distance - '%6be='.length)}ab tokinv= `;
    return scanText(text, { ruleset: ownRuleset, path: 'f', drawsFrames: false }).length === 1;
  };
  expect([5, 256, 257].map(isTold)).toEqual([true, true, false]);
});

test('a secret in escapes is told although a run behind it has no end yet', () => {
  // As far behind it as the run holds up what is certain.
  const text = `${writers.percent('tokinv=ab').padEnd(2069)}${writers.base64(`tokinv=cd${'.'.repeat(9000)}`)}`;
  expect(listFound(text, 12_000).map((match) => match.text)).toEqual(['ab', 'cd']);
});

test('a secret is told before the text ends', () => {
  const blobScan = new BlobScan({ ruleset: smallRuleset, path: 'f', drawsFrames: false });
  const write = (text: string) => blobScan.write(Buffer.from(text), false).map((match) => match.text);
  const filler = 'word '.repeat(4000);
  expect([write(`${filler}tokinv=ab${filler}`), write(`tokinv=cd${filler}`)]).toEqual([['ab'], ['cd']]);
  expect(write(writers.base64(`${'.'.repeat(2000)}tokinv=aa${'.'.repeat(60_000)}`))).toEqual(['aa']);
});

test('no frame shows a piece of what encodes a long secret before it', () => {
  const long = writers.hex(`ke=${'abcd'.repeat(700)}`);
  const text = `${writers.hex('tokinv=')}${long}`;
  const matches = scanText(`${text} tokinv=ab`, { ruleset: smallRuleset, path: 'f', drawsFrames: true });
  expect(matches.at(-1)?.frame?.text).not.toContain(long.slice(-16));
});

test('a plain secret is not found by a context that is escaped behind it, wherever it stands', () => {
  const own = compileRules([distant], { decodes: true });
  const spelled = Buffer.from('token:abcd..%66%61%72%68ost ');
  for (const paddingCount of [0, 1, 3]) {
    const blobScan = new BlobScan({ ruleset: own, path: 'f', drawsFrames: false });
    const found: Match[] = [];
    for (let count = 0; count < paddingCount; count++)
      found.push(...blobScan.write(Buffer.from('word '.repeat(4000)), false));
    expect([...found, ...blobScan.write(spelled, true)]).toEqual([]);
  }
});

const secrets = ['a', 'b', 'c'].map((seed) => expand('invoance_live_<alnum:24>', seed));
const piece = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.constantFrom(...encodedSpellings), fc.constantFrom(...secrets))
      .map(([{ write }, secret]) => write(secret)),
  },
  fc.constantFrom(...secrets),
  fc.constantFrom('\n', ' ', '", "', '=', '\r\n  ', '%20', '&amp;', 'invent%', 'aW52', 'é'),
  fc
    .tuple(fc.constantFrom('A', 'word ', 'Zm9v\n', '%41', 'invoance '), fc.integer({ min: 1, max: 1500 }))
    .map(([text, count]) => text.repeat(count)),
);
const joined = (separator: string) =>
  fc.array(piece, { maxLength: 10 }).map((pieces) => pieces.join(separator));
const texts = joined('');
const cuts = fc.array(fc.integer({ min: 0, max: 9000 }), { maxLength: 8 });

function scanInChunks(blob: Buffer, lengths: readonly number[]): Match[] {
  const found: Match[] = [];
  const blobScan = new BlobScan({ ruleset, path: 'f', drawsFrames: true });
  let from = 0;
  for (const length of lengths) {
    found.push(...blobScan.write(blob.subarray(from, from + length), false));
    from += length;
  }
  return [...found, ...blobScan.write(blob.subarray(from), true)];
}

describe('a text with secrets in code', () => {
  test('has in chunks exactly the matches that it has whole, frames and all', () => {
    fc.assert(
      fc.property(texts, cuts, (text, lengths) => {
        const blob = Buffer.from(text);
        expect(scanInChunks(blob, lengths)).toEqual(scanInChunks(blob, []));
      }),
      { numRuns: 150, seed: 20_261_122 },
    );
  });

  test('has them for every cut of a piece of it', () => {
    const filler = 'word '.repeat(1700);
    const text = `${filler}${encodedSpellings.map(({ write }, index) => write(secrets[index % 3]!)).join(' ')}${filler}`;
    const blob = Buffer.from(text);
    const whole = scanInChunks(blob, []);
    expect(whole.length).toBe(encodedSpellings.length);
    for (let cut = filler.length - 5000; cut < text.length; cut += 37)
      expect(scanInChunks(blob, [cut])).toEqual(whole);
  });

  test('shows every secret that decoding everything shows', () => {
    fc.assert(
      // Glued to other letters a key is another key.
      fc.property(joined('" '), (text) => {
        const kept = (found: readonly string[]) => secrets.filter((secret) => found.includes(secret));
        const said = searchSaid(Buffer.from(text).toString('latin1'), textRules);
        expect(kept(scan(text).map((match) => match.text))).toEqual(kept(said.map(({ secret }) => secret)));
      }),
      { numRuns: 100, seed: 20_261_122 },
    );
  });
});
