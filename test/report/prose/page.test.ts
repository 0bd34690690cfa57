import { styleText } from 'node:util';
import { describe, expect, test } from 'vitest';

import { createPage } from '../../../src/report/prose/page.ts';

describe('a page in colour', () => {
  const { paint, severityPaint } = createPage({ width: 80, hasColour: true, showsSecrets: false });
  const styles: readonly (readonly [Parameters<typeof styleText>[0], (text: string) => string])[] = [
    ['bold', paint.bold],
    ['dim', paint.dim],
    ['green', paint.good],
    ['red', paint.bad],
    ['yellow', paint.doubtful],
    ['red', severityPaint.critical],
    ['red', severityPaint.high],
    ['yellow', severityPaint.medium],
    ['cyan', severityPaint.low],
  ];

  test.each(styles)('paints %s as Node does', (style, paintAs) => {
    // From Node 22.13 on it would judge by the stream of this process.
    const options: object = { validateStream: false };
    expect(paintAs('text')).toBe(styleText(style, 'text', options));
  });
});

test('a page without colour is plain', () => {
  const { paint, severityPaint } = createPage({ width: 80, hasColour: false, showsSecrets: false });
  for (const paintAs of [...Object.values(paint), ...Object.values(severityPaint)])
    expect(paintAs('text')).toBe('text');
});
