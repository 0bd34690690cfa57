// What an earlier report says was found: fingerprints and places, never a secret. Somebody hands the file over, so nothing of it is
// believed: a finding counts only where the secret is found again under its fingerprint.

import * as v from 'valibot';

import { ToolError } from '../core/errors.ts';

const place = v.object({ kind: v.string(), path: v.string() });
const finding = v.object({
  fingerprint: v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/)),
  preview: v.string(),
  places: v.pipe(v.array(place), v.minLength(1)),
});
const report = v.object({ target: v.string(), findings: v.array(finding) });
const head = v.object({ tool: v.object({ name: v.literal('invguard') }), schemaVersion: v.string() });

export type EarlierFinding = v.InferOutput<typeof finding>;
export type EarlierReport = v.InferOutput<typeof report>;

/** Reads a `json` report. Throws `ToolError` for what is none, or is of a version that is not known. */
export function parseEarlierReport(text: string): EarlierReport {
  const parsed = parseJson(text);
  const known = v.safeParse(head, parsed);
  if (!known.success)
    throw refuse('is not a report of invguard', 'Make one with `invguard scan --format json`.');
  if (known.output.schemaVersion !== '1')
    throw refuse(
      'has a version that this invguard does not know',
      'Make it again with this invguard: `invguard scan --format json`.',
    );
  const { success, output } = v.safeParse(report, parsed);
  if (!success) throw refuse('is damaged', 'Make it again with `invguard scan --format json`.');
  return output;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refuse('is not JSON', 'It takes what `invguard scan --format json` writes, whole.');
  }
}

function refuse(defect: string, hint: string): ToolError {
  return new ToolError('bad-report', `the report ${defect}`, { hint });
}
