import type { Result } from 'sarif';
import type { Finding } from '../core/finding.ts';
import type { ReportBody, ReportContext } from '../core/reporter.ts';
import { hasFinished } from './records/run-record.ts';
import { listNotifications } from './sarif-objects/notification.ts';
import { describeResult, SOURCE_ROOT } from './sarif-objects/place-result.ts';
import { describeRule } from './sarif-objects/rule-descriptor.ts';
import { writeElements } from './stream/json-elements.ts';
import { groupIntoPieces } from './stream/pieces.ts';
import { toJson } from './stream/safe-text.ts';

/** GitHub rejects a run with more results (SARIF support for code scanning, 2026-11). */
export const MAX_RESULT_COUNT = 25_000;

const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/**
 * SARIF 2.1.0 for code scanning. Meant for upload, so it never holds a secret, even when the user asked to see them,
 * nor content of a file.
 */
export default function reportSarif(body: ReportBody, context: ReportContext): Generator<string> {
  return groupIntoPieces(writeLog(body, context));
}

/** Results come before the invocation, which says how many of them were left out: findings are traversed once. */
function* writeLog(body: ReportBody, context: ReportContext): Generator<string> {
  const listing: Listing = { ruleIndexes: indexRules(context), listedCount: 0, placeCount: 0 };
  yield `{\n  "$schema": ${toJson(SCHEMA)},\n  "version": "2.1.0",\n  "runs": [{\n`;
  yield* writeTool(context);
  yield `    "originalUriBaseIds": ${toJson(describeRoot())},\n    "columnKind": "utf16CodeUnits",\n    "results": [`;
  yield* writeElements(listResults(body.findings, listing), '      ', (result) => [toJson(result)]);
  yield '],\n';
  yield* writeInvocation(body, listing.placeCount - listing.listedCount);
  yield '  }]\n}\n';
}

function* writeTool({ toolVersion, rules }: ReportContext): Generator<string> {
  const driver = { name: 'invguard', version: toolVersion, semanticVersion: toolVersion };
  yield `    "tool": { "driver": ${toJson(driver).slice(0, -1)},"rules": [`;
  yield* writeElements(rules, '      ', (rule) => [toJson(describeRule(rule))]);
  yield '] } },\n';
}

function describeRoot(): object {
  return { [SOURCE_ROOT]: { description: { text: 'The directory that was scanned.' } } };
}

/** Tells no time, so that reports of the same tree compare. */
function* writeInvocation(body: ReportBody, omittedCount: number): Generator<string> {
  const outcome = { executionSuccessful: hasFinished(body), exitCode: body.exitCode };
  yield `    "invocations": [${toJson(outcome).slice(0, -1)},"toolExecutionNotifications":[`;
  yield* writeElements(listNotifications(body, omittedCount), '      ', (notification) => [
    toJson(notification),
  ]);
  yield ']}]\n';
}

/** How far the results have come. */
interface Listing {
  readonly ruleIndexes: ReadonlyMap<string, number>;
  listedCount: number;
  placeCount: number;
}

function indexRules({ rules }: ReportContext): Map<string, number> {
  return new Map(rules.map((rule, index) => [rule.id, index]));
}

function* listResults(findings: Iterable<Finding>, listing: Listing): Generator<Result> {
  for (const finding of findings) {
    listing.placeCount += finding.placeCount;
    const room = MAX_RESULT_COUNT - listing.listedCount;
    for (const place of finding.places.slice(0, room)) {
      listing.listedCount += 1;
      yield describeResult(finding, place, listing.ruleIndexes.get(finding.rule.id));
    }
  }
}
