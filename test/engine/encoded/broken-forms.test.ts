import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BrokenForms, beginsBroken } from '../../../src/engine/encoded/broken-forms.ts';
import { listForms } from '../../../src/engine/encoded/form.ts';

const forms = listForms(['invent', 'invoance']).filter(({ codec }) => codec !== 'escapes');
const broken = new BrokenForms(forms);
const fill = (length: number) => 'QUJD'.repeat(length).slice(0, length);

function tell(bytes: Uint8Array, from = 0): string[] {
  return broken.list(bytes, from).map(({ literal, at }) => `${at} ${literal.text}`);
}

/** Each form cut at each place, at each break behind a full line. */
function listSlowly(text: string, from: number): string[] {
  const breaks = [...text.matchAll(/(?<=[\w+/-]{60})\r?\n[ \t]{0,80}/g)];
  return breaks.flatMap(({ 0: { length: width }, index }) =>
    forms.flatMap(({ text: form }) =>
      Array.from({ length: form.length - 1 }, (_, at) => at + 1)
        .filter((length) => text.slice(0, index).endsWith(form.slice(0, length)))
        .filter((length) => text.slice(index + width).startsWith(form.slice(length)))
        .filter((length) => index - length >= from)
        .map((length) => `${index - length} ${form}`),
    ),
  );
}

const cutForm = fc
  .tuple(
    fc.constantFrom(...forms),
    fc.nat(),
    fc.integer({ min: 50, max: 80 }),
    fc.constantFrom('\n', '\r\n', '\n  ', '\n\t '),
  )
  .map(([{ text }, at, length, lineBreak]) => {
    const cut = 1 + (at % (text.length - 1));
    return `${fill(length - cut)}${text.slice(0, cut)}${lineBreak}${text.slice(cut)}`;
  });
const texts = fc
  .array(
    fc.oneof(
      { weight: 3, arbitrary: cutForm },
      fc.constantFrom('\n', '\r', ' ', '=', ';', 'é', `\n${' '.repeat(80)}`, `\n${' '.repeat(81)}`),
      fc.nat(130).map(fill),
      fc.constantFrom(...forms.map(({ text }) => text)),
    ),
    { maxLength: 8 },
  )
  .map((parts) => parts.join(''));

test('forms that a line break cuts are those that a slow search shows, wherever the bytes lie in memory', () => {
  fc.assert(
    fc.property(texts, fc.nat(9), fc.nat(200), (text, padding, from) => {
      // A memory of their own, which nothing follows.
      const bytes = Uint8Array.from(Buffer.from(' '.repeat(padding) + text, 'latin1')).subarray(padding);
      expect(tell(bytes, from).sort()).toEqual(listSlowly(text, from).sort());
      expect(broken.isIn(bytes)).toBe(listSlowly(text, 0).length > 0);
    }),
    { numRuns: 1500, seed: 20_261_122 },
  );
});

describe('a form', () => {
  const [before, after] = ['aW52', 'ZW50'];

  test.each([
    ['behind a full line', `${fill(56)}${before}\n${after}`, 56],
    ['behind a line of the first character there is', `${'+'.repeat(72)}${before}\n${after}`, 72],
    ['behind a longer one', `${fill(400)}${before}\r\n${after}`, 400],
    ['behind another full line', `x ${fill(76)}\n${fill(72)}${before}\n \t${after} y`, 151],
    ['over as much indentation as there may be', `${fill(72)}${before}\n${' '.repeat(80)}${after}`, 72],
    ['behind a line that starts later', `a = "${fill(60)}${before}\n${after}`, 65],
  ])('%s is found', (_, text, at) => {
    for (let padding = 0; padding < 60; padding++)
      expect(tell(Buffer.from(' '.repeat(padding) + text))).toEqual([`${padding + at} aW52ZW50`]);
  });

  test.each([
    ['behind a shorter line', `${fill(55)}${before}\n${after}`],
    ['over more indentation', `${fill(72)}${before}\n${' '.repeat(81)}${after}`],
    ['over an empty line', `${fill(72)}${before}\n\n${after}`],
    ['over a carriage return alone', `${fill(72)}${before}\r${after}`],
    ['at the end of the text', `${fill(72)}${before}\n`],
    ['with a sign at the break', `${fill(72)}${before}=\n${after}`],
    ['that no break cuts', `${fill(72)}${before}${after}\n${fill(76)}`],
  ])('%s is not', (_, text) => {
    expect(tell(Buffer.from(text))).toEqual([]);
  });

  test('longer than a line may begin the text', () => {
    const long = Buffer.from('abcdefgh'.repeat(5));
    const own = new BrokenForms(listForms([long.toString()]));
    expect(own.isIn(Buffer.from(long.toString('hex').replace(/.{76}/, '$&\n')))).toBe(true);
  });

  test('of the greatest length has to be known to its end', () => {
    const longest = Math.max(...forms.map(({ text }) => text.length));
    expect(broken.longest).toBe(longest + 2 + 80 + 1);
  });
});

test('none is found in texts too short for one', () => {
  for (let length = 0; length < 70; length++) expect(tell(Buffer.from(fill(length)))).toEqual([]);
});

describe('that a text begins with encoded lines', () => {
  const twelve = 'ABCDEFGHIJKL';
  const line = `a${twelve.slice(1).repeat(7)}`;

  test.each([
    ['is told by its first line', `${line}\nAB`, true],
    ['may be told by lines of Windows', `${line}\r\nAB`, true],
    ['is told of lines that are indented', `${line}\n  AB`, true],
    ['is told whatever comes behind them', `${line}\nAB\n\nshort\n`, true],
    ['is told by the shortest line that is full', `${line.slice(0, 60)}\nAB`, true],
    ['is not by a shorter one', `${line.slice(0, 59)}\nAB`, false],
    ['is not by a line that ends as a shorter one', `${line} ${line.slice(0, 59)}\nAB`, false],
    ['is not by a line that stands alone', `${line}\n\nAB`, false],
    ['is not by a line without an end', line, false],
    ['is not behind something else', `"${line}\nAB`, false],
    ['is not behind more of it', `a = ${line}\nAB`, false],
    ['is not by lines of fewer characters', `${twelve.slice(1).repeat(7)}\n${line}`, false],
    ['is not by lines that are drawn', `${'-'.repeat(80)}\n${line}`, false],
  ])('%s', (_, text, expected) => {
    expect(beginsBroken(Buffer.from(text))).toBe(expected);
  });
});
