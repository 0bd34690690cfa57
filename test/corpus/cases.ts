// The corpus: every subject in every context that its rule claims to read, in every encoding that occurs there. Made from seeds; the same
// on every machine.
import { findFormats } from '../../src/engine/assignments/formats.ts';
import { expand } from '../support/secrets.ts';
import type { Context } from './contexts/context.ts';
import { apiKeyHeaderContexts, clientContexts, requestContexts, sdkContexts } from './contexts/requests.ts';
import { settingsContexts } from './contexts/settings.ts';
import { sourceContexts, splitContexts } from './contexts/source.ts';
import { freeContexts, namedTextContexts } from './contexts/text.ts';
import { type Encoding, encodings, payloads } from './encodings.ts';
import { packedForms } from './packings.ts';
import { type Subject, subjects } from './subjects.ts';

export const contexts: readonly Context[] = [
  ...sourceContexts,
  ...splitContexts,
  ...settingsContexts,
  ...namedTextContexts,
  ...freeContexts,
  ...requestContexts,
  ...apiKeyHeaderContexts,
  ...clientContexts,
  ...sdkContexts,
];

/** One file with one key in it. */
export interface Case {
  /** `encoding / context / rule`, unique. */
  readonly id: string;
  readonly subject: Subject;
  readonly context: Context;
  readonly encoding: Encoding;
  readonly path: string;
  readonly key: string;
  readonly bytes: Buffer;
}

export function listCases(): readonly Case[] {
  return [...encodings, ...packedForms].flatMap((encoding) =>
    contexts.flatMap((context) =>
      subjects
        .filter((subject) => occurs(subject, context, encoding))
        .map((subject) => makeCase(subject, context, encoding)),
    ),
  );
}

function occurs(subject: Subject, context: Context, encoding: Encoding): boolean {
  if (!subject.families.includes(context.family)) return false;
  if (subject.needsEnvironmentFile) return encoding.isForm && findFormats(context.path).length > 0;
  return encoding.isForm || payloads.has(context.name);
}

function makeCase(subject: Subject, context: Context, encoding: Encoding): Case {
  const id = [encoding.name, context.name, subject.ruleId].join(' / ');
  const key = expand(subject.key, id);
  const bytes = encoding.encode(fillContext(context, subject, key), context.path);
  return { id, subject, context, encoding, path: context.path + (encoding.suffix ?? ''), key, bytes };
}

/** The context's text with a value where the key belongs, under the subject's name. */
export function fillContext({ text }: Context, { words, host }: Subject, value: string): string {
  const titles = words.map((word) => word[0]!.toUpperCase() + word.slice(1));
  const middle = Math.min(9, value.length >> 1);
  const fillings: Readonly<Record<string, string>> = {
    key: value,
    head: value.slice(0, middle),
    tail: value.slice(middle),
    host,
    ENV: words.join('_').toUpperCase(),
    snake: words.join('_'),
    kebab: words.join('-'),
    dot: `${words[0]}.${words.slice(1).join('-')}`,
    camel: words[0] + titles.slice(1).join(''),
    Pascal: titles.join(''),
  };
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => fillings[name] ?? hole);
}
