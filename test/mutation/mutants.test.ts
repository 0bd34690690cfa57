import { describe, expect, test } from 'vitest';
import { readSources } from '../support/imports.ts';
import { findStale, readEquivalents } from './equivalents.ts';
import { applyMutant, drawMutants, listMutants, readSourceText } from './mutants.ts';
import { findStep, listSteps, NOTEBOOK, noteSteps } from './steps.ts';

/** What the text becomes, each time with one fault. */
function listFaults(text: string): readonly string[] {
  return listMutants('room/file.ts', text).map(applyMutant);
}

describe('a text is given one fault at a time', () => {
  test.each([
    ['a bound', 'f(a < b);', ['f(a <= b);', ';']],
    ['an equality', 'f(a === b);', ['f(a !== b);', ';']],
    ['a condition', 'if (a) f();', ['if (true) f();', 'if (false) f();', 'if (a) ;']],
    [
      'an equality as condition, once',
      'const a = b === c ? d : e;',
      ['const a = true ? d : e;', 'const a = false ? d : e;'],
    ],
    ['an operand', 'const a = b && c;', ['const a = b;', 'const a = c;']],
    ['a loop', 'while (a()) b++;', ['while (false) b++;', 'while (a()) ;', 'while (a()) b--;']],
    [
      'a loop that counts',
      'for (let a = 0; a < b; a++) {}',
      ['let a = 1; a < b', 'let a = 0; false', 'let a = 0; a <= b'],
    ],
    ['a sum', 'const a = b + c;', ['const a = b - c;']],
    ['no sum of texts', "const a = b + 'c d';", []],
    ['a number', 'const a = 7;', ['const a = 8;']],
    ['a sign', 'const a = -1;', ['const a = 1;']],
    ['a negation', 'const a = !b;', ['const a = b;']],
    ['a truth', 'const a = true;', ['const a = false;']],
    ['a text', "const a = 'b';", ["const a = '';"]],
    ['an empty text', "const a = '';", ["const a = 'mutant';"]],
    ['no prose', "const a = 'two words';", []],
    ['a template', 'const a = `b`;', ["const a = '';"]],
    ['a list', 'const a = [b];', ['const a = [];']],
    ['a result', 'const a = () => b;', ['const a = () => undefined;']],
    [
      'a result that is true or false',
      'const a = () => b < c;',
      ['() => true', '() => false', '() => b <= c'],
    ],
    ['a throw', 'throw a;', [';']],
    ['a jump', 'for (const a of b) continue;', ['for (const a of b) ;']],
    ['an optional step', 'const a = b?.c;', ['const a = b.c;']],
    ['an optional call', 'const a = b?.(c);', ['const a = b(c);']],
    ['a method', 'const a = b.some(c);', ['const a = b.every(c);']],
    ['a method that changes', 'const a = b.trim();', ['const a = b;']],
    ['a method of an unknown object', 'const a = b?.trim();', ['const a = b;', 'const a = b.trim();']],
  ] as const)('%s', (_, text, faults) => {
    const found = listFaults(text);
    expect(found).toHaveLength(faults.length);
    for (const fault of faults) expect(found).toContainEqual(expect.stringContaining(fault));
  });

  test.each([
    ['an assertion', '/^a$/', ['/(?:)a$/', '/^a(?:)/']],
    ['an option', '/a?/', ['/a/']],
    ['a repetition', '/a*/', ['/a/', '/a+/']],
    ['a repetition of one or more', '/a+/', ['/a/', '/a{0,}/']],
    ['a count', '/a{2}/', ['/a{2,3}/', '/a{1}/']],
    ['bounds', '/a{2,4}?/', ['/a{2,5}?/', '/a{3,4}?/']],
    ['a set', '/[a]/', ['/[^a]/']],
    ['the opposite of a set', '/[^a]/u', ['/[a]/u']],
    ['a flag', '/a/gi', ['/a/g']],
  ] as const)('%s of a pattern', (_, pattern, faults) => {
    expect(listFaults(`const a = ${pattern};`)).toEqual(faults.map((fault) => `const a = ${fault};`));
  });
});

test('types, imports and names are no place for faults', () => {
  const text = `
    import { a } from 'b';
    export { c } from 'd';
    type E = 'f' | 1;
    interface G<T extends 'h'> { readonly i: T }
    const j = { 'k': l as 'm', n: o satisfies 'p' };
    const q = () => import('r');`;
  expect(listFaults(text)).toEqual([text.replace("import('r')", 'undefined')]);
});

describe('a mutant', () => {
  const text = 'if (a)\n  c(a.length < 3 || b.length < 3);\n';

  test('is named by its file, its line as it stands, and what it changes', () => {
    expect(listMutants('room/file.ts', text).map(({ line, name }) => `${line} ${name}`)).toContain(
      '2 room/file.ts | c(a.length < 3 || b.length < 3); | < → <=',
    );
  });

  test('has another name than the next one like it', () => {
    const names = listMutants('room/file.ts', text).map(({ name }) => name);
    expect(names).toContain('room/file.ts | c(a.length < 3 || b.length < 3); | < → <= #2');
    expect(new Set(names).size).toBe(names.length);
  });

  test('keeps its name when it moves', () => {
    const list = (one: string) => listMutants('room/file.ts', one).map(({ name }) => name);
    expect(list(`\n\n${text}`)).toEqual(list(text));
  });

  test('that is long is named by its beginning', () => {
    const [{ name } = { name: '' }] = listMutants('room/file.ts', `f(${'g,'.repeat(90)}\n0);`);
    expect(name).toMatch(/\| f\((?:g,){29}… → ;$/);
  });
});

describe('it is noted which statements run', () => {
  test.each([
    ['of a block', 'f(() => { a(); b(); });', 'f(() => { 1;a(); 2;b(); });'],
    ['without braces', 'function f() { if (a) b(); else c(); }', '1;if (a) { 2;b();} else { 3;c();}'],
    ['in a chain of conditions', '{ if (a) b(); else if (c) d(); }', 'else { 3;if (c) { 4;d();}}'],
    ['of a loop', '{ for (const a of b) while (c) d(); }', '1;for (const a of b) { 2;while (c) { 3;d();}}'],
    ['of a case', 'switch (a) { case 1: b(); break; }', 'case 1: 1;b(); 2;break;'],
    ['that are expressions', 'const a = (b) => () => b;', 'const a = (b) => (1,() => (2,b));'],
    ['that give an object', 'const a = () => ({ b });', 'const a = () => (1,({ b }));'],
  ])('%s', (_, text, noted) => {
    const code = noteSteps(text, 0);
    expect(code.replaceAll(/\w+\[(\d+)\] = 1/g, '$1')).toContain(noted);
    expect(() => listSteps(code)).not.toThrow();
  });

  test('and the first step is the whole text', () => {
    expect(noteSteps('a();', 7)).toBe(`${NOTEBOOK}[7] = 1;a();`);
  });

  test('and a place is in the innermost of them', () => {
    const text = 'const a = 1; function b() { c(); if (d) { e(); } f(); }';
    const steps = listSteps(text);
    const find = (place: string) => steps[findStep(steps, text.indexOf(place))]!;
    const cut = (place: string) => text.slice(find(place).startOffset, find(place).endOffset);
    expect(['a = 1', 'c(', 'd)', 'e(', '} f', 'f('].map(cut)).toEqual([
      text,
      'c();',
      'if (d) { e(); }',
      'e();',
      'if (d) { e(); }',
      'f();',
    ]);
  });

  test('in every file of the engine', () => {
    for (const { path } of readSources().filter(({ room }) => room === 'engine')) {
      const text = readSourceText(path);
      const notes = noteSteps(text, 0).match(/__invguardSteps\[\d+\] = 1[;,]/g);
      expect(notes).toHaveLength(listSteps(text).length);
    }
  });
});

test('a seed draws the same mutants again, and the first of them from fewer', () => {
  const mutants = listMutants('room/file.ts', 'a(1, 2, 3, 4, 5, 6, 7, 8, 9);');
  const drawn = drawMutants(mutants, 'seed', 1_000);
  expect(drawn).toHaveLength(mutants.length);
  expect(new Set(drawn)).toEqual(new Set(mutants));
  expect(drawMutants(mutants, 'seed', 4)).toEqual(drawn.slice(0, 4));
  expect(drawMutants(mutants.slice(2), 'seed', 9)).toEqual(drawn.filter((one) => mutants.indexOf(one) >= 2));
  expect(drawMutants(mutants, 'other', 1_000)).not.toEqual(drawn);
});

test('what is known to be equivalent is still there, with its reason', () => {
  const equivalents = readEquivalents();
  expect(findStale(equivalents)).toEqual([]);
  expect([...equivalents].filter(([, reason]) => reason === '')).toEqual([]);
});
