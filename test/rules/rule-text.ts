/** The lines of a rule without faults, by key; no vendor's. */
const lines: Readonly<Record<string, string>> = {
  id: '"acme-key"',
  title: '"Acme key"',
  risk: '"Somebody acts as you."',
  remedy: '"Revoke it."',
  severity: '"high"',
  confidence: '"medium"',
  keywords: '["acme_"]',
  pattern: "'''acme_(?<secret>[a-z0-9]{8,16})(?![a-z0-9])'''",
  references: '[{ url = "https://acme.example/keys", date = "2026-11-01" }]',
  match: '["acme_<hex:8>", "k=acme_<hex:16>"]',
  miss: '["acme_<hex:7>", "acme_<hex:17>"]',
};

/**
 * One `[[rules]]` table with each key on a line of its own, in a fixed order: `id` on its second line, then title, risk, remedy,
 * severity, confidence, keywords, pattern, references, match, miss. Changes replace a key's TOML, add one at the end, or with
 * undefined leave one out.
 */
export function writeRule(changes: Readonly<Record<string, string | undefined>> = {}): string {
  const entries = Object.entries({ ...lines, ...changes }).filter(([, value]) => value !== undefined);
  return ['[[rules]]', ...entries.map(([key, value]) => `${key} = ${value}`), ''].join('\n');
}
