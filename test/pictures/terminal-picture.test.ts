import { expect, test } from 'vitest';
import { drawTerminal } from './terminal-picture.ts';

const texts = (svg: string) =>
  [...svg.matchAll(/<text x="(\d+)" y="(\d+)"[^>]*fill="([^"]+)"([^>]*)>([^<]*)</g)].map(
    ([, x, y, fill, more, text]) => ({ x: Number(x), y: Number(y), fill, more, text }),
  );

test('a stretch stands at its column, in its row', () => {
  const [, command, first, second] = texts(drawTerminal('ls', 'a\n  b\n'));
  expect([command!.text, first!.text, second!.text]).toEqual(['ls', 'a', 'b']);
  expect(second!.x - first!.x).toBe(16);
  expect(second!.y - first!.y).toBe(18);
});

test('a style holds until it is taken back, over the end of a line too', () => {
  const told = texts(drawTerminal('ls', '\u001b[31mred\nstill\u001b[39m not \u001b[1mbold\u001b[22m\n'));
  const [red, still, not, bold] = told.slice(2);
  expect(still!.fill).toBe(red!.fill);
  expect(not!.fill).not.toBe(red!.fill);
  expect(bold).toMatchObject({ text: 'bold', more: expect.stringContaining('bold') });
  expect(not!.more).not.toContain('bold');
});

test('what is markup in SVG is text in the picture', () => {
  expect(texts(drawTerminal('ls', '<a href="&">\n')).at(-1)!.text).toBe('&lt;a href=&quot;&amp;&quot;&gt;');
});

test.each(['\u001b[2J', '\u001b]0;title\u0007', '\u001b[38;5;1m', '\u001b[45m'])(
  'a sequence that is not known is refused: %j',
  (sequence) => {
    expect(() => drawTerminal('ls', `a${sequence}b`)).toThrow('no picture of the sequence');
  },
);
