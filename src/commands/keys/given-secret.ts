import { ToolError } from '../../core/errors.ts';
import type { Finding } from '../../core/finding.ts';
import type { Provider } from '../../core/provider.ts';
import { Secret } from '../../core/secret.ts';
import { fingerprint } from '../../findings/fingerprint.ts';
import { builtinRules } from '../../rules/builtin.ts';

/** Longer than any rule's longest match. */
const MAX_SECRET_BYTES = 4096;

/** Reads one secret from a stream; the line end after it does not count. Throws `ToolError`, which quotes nothing of it. */
export async function readSecret(stream: AsyncIterable<Uint8Array>): Promise<Secret> {
  const pieces: Uint8Array[] = [];
  let sizeBytes = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    sizeBytes += piece.length;
    if (sizeBytes > MAX_SECRET_BYTES) throw refuse('is too long for one secret');
  }
  const text = Buffer.concat(pieces)
    .toString('utf8')
    .replace(/\r?\n$/, '');
  if (text === '') throw refuse('holds no secret');
  if (/[\s\p{Cc}]/u.test(text)) throw refuse('holds more than one secret');
  return new Secret(text);
}

function refuse(defect: string): ToolError {
  return new ToolError('bad-usage', `standard input ${defect}`, {
    hint: 'With --provider it takes one secret, alone on one line; without it, any text that holds some.',
  });
}

/** A finding of a secret that the user says is a key of `provider`, whatever it looks like. */
export function toFinding(secret: Secret, provider: Provider): Finding {
  const rule = builtinRules.find(({ kind }) => provider.kinds.includes(kind))!;
  const sizeBytes = Buffer.byteLength(secret.reveal());
  const place = {
    origin: { kind: 'stdin', path: 'standard input' },
    span: { startOffset: 0, endOffset: sizeBytes },
    start: { line: 1, column: 1 },
    end: { line: 1, column: 1 + secret.reveal().length },
  } as const;
  return {
    rule: { ...rule, title: `${provider.title} API key` },
    secret,
    fingerprint: fingerprint(rule.kind, secret.reveal()),
    places: [place],
    placeCount: 1,
  };
}
