// Reads what the command line reported.

export interface ReportedPlace {
  readonly kind: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly startOffset: number;
  readonly endOffset: number;
  readonly ignored?: boolean;
  readonly encodings?: readonly string[];
}

export interface ReportedFinding {
  readonly rule: string;
  readonly fingerprint: string;
  readonly preview: string;
  readonly placeCount: number;
  readonly places: readonly ReportedPlace[];
  readonly secret?: string;
  readonly verification?: { readonly verdict: string; readonly reason: string };
}

export interface Reported {
  readonly complete: boolean;
  readonly exitCode: number;
  readonly findings: readonly ReportedFinding[];
  readonly problems: readonly {
    readonly code: string;
    readonly subject: string;
    readonly incomplete: boolean;
  }[];
  readonly coverage: {
    readonly blobs: number;
    readonly bytes: number;
    readonly skipped: Readonly<Record<string, number>>;
    readonly unread: number;
  };
}

/** A `json` report. */
export function readReport(text: string): Reported {
  return JSON.parse(text) as Reported;
}

/** `path:line:column` of every place, in the order of the report. */
export function listPlaces(report: Reported): readonly string[] {
  return report.findings.flatMap(({ places }) =>
    places.map(({ path, line, column }) => `${path}:${line}:${column}`),
  );
}

/** Times differ from run to run. */
export function dropDurations(text: string): string {
  return text
    .replace(/in \d+(?:\.\d+)? m?s\./g, 'in TIME.')
    .replace(/"durationMs":\d+/g, '"durationMs":0')
    .replace(/"(?:semanticVersion|version)":"\d+\.\d+\.\d+"/g, (member) =>
      member.replace(/\d+\.\d+\.\d+/, 'VERSION'),
    );
}
