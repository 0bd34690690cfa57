/** What a leak costs, worst first. */
export const severities = ['critical', 'high', 'medium', 'low'] as const;
export type Severity = (typeof severities)[number];

/** How sure a rule is that what it matched is a secret, surest first. */
export const confidences = ['high', 'medium', 'low'] as const;
export type Confidence = (typeof confidences)[number];

/** True when `confidence` is as sure as `threshold` or surer. */
export function isAtLeast(confidence: Confidence, threshold: Confidence): boolean {
  return confidences.indexOf(confidence) <= confidences.indexOf(threshold);
}

/** True when `severity` is as bad as `threshold` or worse. */
export function isAsSevereAs(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold);
}

/** Orders rules, the most specific first: the surer one, then one bound to a vendor. 0 where neither is. */
export function compareRules(a: Specificity, b: Specificity): number {
  return (
    confidences.indexOf(a.confidence) - confidences.indexOf(b.confidence) ||
    Number(b.provider !== undefined) - Number(a.provider !== undefined)
  );
}

interface Specificity {
  readonly confidence: Confidence;
  readonly provider?: string;
}
