import type { MultiformatMessageString, ReportingConfiguration, ReportingDescriptor } from 'sarif';
import type { Rule } from '../../core/rule.ts';
import type { Severity } from '../../core/severity.ts';
import { spellOut, toDescription } from './sarif-message.ts';

/** How each severity reads in SARIF, and the number from which GitHub makes its own again: above 9 is critical, from 7 high, from 4 medium. */
const gravities = {
  critical: { level: 'error', score: '9.5' },
  high: { level: 'error', score: '8.0' },
  medium: { level: 'warning', score: '5.5' },
  low: { level: 'note', score: '3.0' },
} as const satisfies Record<Severity, { level: ReportingConfiguration.level; score: string }>;

export function toLevel(severity: Severity): ReportingConfiguration.level {
  return gravities[severity].level;
}

/** What GitHub shows beside an alert of the rule. */
export function describeRule(rule: Rule): ReportingDescriptor {
  const [reference] = rule.references;
  return {
    id: rule.id,
    name: toPascalCase(rule.id),
    shortDescription: toDescription(rule.title, rule.id),
    fullDescription: toDescription(rule.risk, rule.title),
    help: describeHelp(rule),
    ...(reference === undefined ? {} : { helpUri: reference.url }),
    defaultConfiguration: { level: toLevel(rule.severity) },
    properties: {
      tags: ['security', 'secret'],
      precision: rule.confidence,
      'security-severity': gravities[rule.severity].score,
    },
  };
}

function describeHelp({ risk, remedy, references }: Rule): MultiformatMessageString {
  const sources = references.map(({ url, date }) => `- ${url} (${date})`);
  const list = sources.length === 0 ? [] : [`References:\n${sources.join('\n')}`];
  return {
    text: spellOut([`Risk: ${risk}`, `What to do: ${remedy}`, ...list].join('\n\n')),
    markdown: spellOut(['## Risk', risk, '## What to do', remedy, ...list].join('\n\n')),
  };
}

/** SARIF asks for a name that reads as an identifier: `InvoanceApiKey`. */
function toPascalCase(id: string): string {
  return id.replace(/(?:^|-)([a-z0-9])/g, (_, initial: string) => initial.toUpperCase());
}
