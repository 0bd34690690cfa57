// The little of SVG that the pictures of the README need. They are written, never edited: `npm run pictures`.

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A picture with a title for those who do not see it; `body` holds elements. */
export function createPicture(title: string, { width, height }: Size, body: readonly string[]): string {
  const root = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`;
  return `${[root, `<title>${escapeXml(title)}</title>`, ...body, '</svg>'].join('\n')}\n`;
}

/** Text as it stands in an element or in an attribute. */
export function escapeXml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** A coordinate without digits that nobody sees. */
export function formatNumber(value: number): string {
  return String(Math.round(value * 10) / 10);
}
