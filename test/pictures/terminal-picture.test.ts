import { expect, test } from 'vitest';
import { settle } from './record-terminal.ts';
import { drawTerminal } from './terminal-picture.ts';

const draw = (output: string) => drawTerminal([{ command: 'ls', output }]);

const texts = (svg: string) =>
  [...svg.matchAll(/<text x="(\d+)" y="(\d+)"[^>]*fill="([^"]+)"([^>]*)>([^<]*)</g)].map(
    ([, x, y, fill, more, text]) => ({ x: Number(x), y: Number(y), fill, more, text }),
  );

test('a stretch stands at its column, in its row', () => {
  const [, command, first, second] = texts(draw('a\n  b\n'));
  expect([command!.text, first!.text, second!.text]).toEqual(['ls', 'a', 'b']);
  expect(first!.y - command!.y).toBe(36);
  expect(second!.x - first!.x).toBe(16);
  expect(second!.y - first!.y).toBe(18);
});

test('a style holds until it is taken back, over the end of a line too', () => {
  const told = texts(draw('\u001b[31mred\nstill\u001b[39m not \u001b[1mbold\u001b[22m\n'));
  const [red, still, not, bold] = told.slice(2);
  expect(still!.fill).toBe(red!.fill);
  expect(not!.fill).not.toBe(red!.fill);
  expect(bold).toMatchObject({ text: 'bold', more: expect.stringContaining('bold') });
  expect(not!.more).not.toContain('bold');
});

test('what is markup in SVG is text in the picture', () => {
  expect(texts(draw('<a href="&">\n')).at(-1)!.text).toBe('&lt;a href=&quot;&amp;&quot;&gt;');
});

test.each(['\u001b[2J', '\u001b]0;title\u0007', '\u001b[38;5;1m', '\u001b[45m'])(
  'a sequence that is not known is refused: %j',
  (sequence) => {
    expect(() => draw(`a${sequence}b`)).toThrow('no picture of the sequence');
  },
);

test('scenes follow each other to the end, and the last one stays where nothing moves', () => {
  const svg = drawTerminal([
    { command: 'first', output: 'a\n' },
    { command: 'second', output: 'b\n' },
  ]);
  // 0.8 s, 0.06 s a letter, 0.5 s, 7 s: 8.60 s of 17.26 s.
  expect(svg).toContain(
    '@keyframes scene0 { 0% { opacity: 1; } 0.00% { opacity: 1; } 49.83% { opacity: 0; } }',
  );
  expect(svg).toContain(
    '@keyframes scene1 { 0% { opacity: 0; } 49.83% { opacity: 1; } 100.00% { opacity: 1; } }',
  );
  const still = svg.slice(0, svg.indexOf('@media'));
  expect(still).toContain('.scene0, .cover0 { opacity: 0; }');
  expect(still).not.toContain('.scene1');
});

test('of a terminal stays what was not overwritten', () => {
  const bar = '\u001b[?25l\u001b[0Gsearching: 3 files\u001b[0G\u001b[K\u001b[?25h';
  expect(settle(`${bar}\u001b[31mfound\u001b[39m\r\nnext\r\n10%\r\u001b[K`)).toBe(
    '\u001b[31mfound\u001b[39m\nnext\n',
  );
});
