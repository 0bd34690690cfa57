// What does not count, and why: findings that somebody allowed, and what is the matter with the allowances.

import type { AllowanceMeans, AllowedFinding } from '../../core/allowance.ts';
import { namePlace } from '../../core/entry-path.ts';
import type { Notice, NoticeCode } from '../../core/notice.ts';
import { toPrintable } from '../stream/safe-text.ts';
import { type Page, setProse } from './page.ts';
import { formatCount, formatInteger } from './quantity.ts';

/** One allowed finding: what it is, where it stands first, who allows it. */
export function writeAllowed({ finding, allowance }: AllowedFinding, page: Page): string {
  const { rule, secret, places, placeCount, fingerprint } = finding;
  const first = places[0];
  const place = first ? `${toPrintable(namePlace(first))}:${first.start.line}:${first.start.column}` : '';
  const more = placeCount > 1 ? ` and ${formatCount(placeCount - 1, 'more place')}` : '';
  const until = allowance.expires === undefined ? '' : ` Until ${allowance.expires}.`;
  const why = `${allowance.where}${allowance.reason === undefined ? '' : `: ${allowance.reason}`}.${until}`;
  const heading = `${page.paint.dim('Allowed:')} ${toPrintable(rule.title)}  ${page.paint.dim(rule.id)}`;
  return `${heading}
  Secret: ${toPrintable(secret.preview(rule.publicPrefix))}  ${page.paint.dim(fingerprint)}
  at ${place}${more}
${setProse(why, page, { indent: 2, label: 'By: ' })}\n`;
}

/** A tree whose documentation shows marks has many of these; the reports for machines hold them all. */
const numerous: ReadonlySet<NoticeCode> = new Set(['faulty-mark', 'unused-allowance', 'broad-allowance']);
const LISTED_COUNT = 10;

/** The notices; of those that may be many the first ones, and how many there are besides. */
export function* writeNotices(notices: readonly Notice[], page: Page): Generator<string> {
  let leftCount = 0;
  let listedCount = 0;
  for (const notice of notices) {
    if (numerous.has(notice.code) && listedCount++ >= LISTED_COUNT) leftCount++;
    else yield writeNotice(notice, page);
  }
  if (leftCount > 0) yield page.paint.dim(`  … and ${formatCount(leftCount, 'more notice')}\n`);
}

/** One notice: where, what is the matter, what to do. */
function writeNotice({ where, detail, remedy }: Notice, page: Page): string {
  const told = setProse(`${where}: ${detail} ${remedy}`, page, { indent: 2 });
  return `${page.paint.doubtful('!')}${told.slice(1)}`;
}

const means: Readonly<Record<AllowanceMeans, string>> = {
  mark: 'marks',
  'ignore file': 'the ignore file',
  baseline: 'the baseline',
  config: 'the config',
};

export function summariseAllowed(allowed: readonly AllowedFinding[], page: Page): string {
  return setProse(tellAllowed(allowed), page, { indent: 2 });
}

/** `3 findings allowed: 2 by marks, 1 by the baseline.` */
export function tellAllowed(allowed: readonly AllowedFinding[]): string {
  const shares = Object.entries(means).flatMap(([name, shown]) => {
    const count = allowed.filter(({ allowance }) => allowance.means === name).length;
    return count === 0 ? [] : [`${formatInteger(count)} by ${shown}`];
  });
  return `${formatCount(allowed.length, 'finding')} allowed: ${shares.join(', ')}.`;
}
