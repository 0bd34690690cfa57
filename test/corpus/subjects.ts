// What leaks: one subject for each built-in rule, and the families of contexts that this rule claims to read.
import type { Family } from './contexts/context.ts';

export interface Subject {
  /** The id of the rule. A finding counts when its rule is of the same kind: which of them reports depends on the context. */
  readonly ruleId: string;
  /** A template: nothing here is a key. */
  readonly key: string;
  /** The words of the name it is stored under. */
  readonly words: readonly string[];
  /** Where requests with it go. */
  readonly host: string;
  readonly families: readonly Family[];
  /** Whether only files of settings for environments count. */
  readonly needsEnvironmentFile?: boolean;
}

const invoance = { words: ['invoance', 'api', 'key'], host: 'api.invoance.com' };
const invent = { words: ['invent', 'api', 'key'], host: 'api.useinvent.com' };

/** An Invent key is told by nothing but its context, and so is an Invoance key without its prefix. */
export const subjects: readonly Subject[] = [
  {
    ruleId: 'invoance-api-key',
    key: 'invoance_live_<alnum:24>',
    ...invoance,
    families: ['free', 'named', 'request', 'api-key-header', 'client', 'sdk'],
  },
  {
    ruleId: 'invoance-api-key-wide',
    key: 'invoance_live_<alnum:9>_<alnum:11>-<alnum:9>',
    ...invoance,
    families: ['free', 'named', 'request', 'api-key-header', 'client', 'sdk'],
  },
  {
    ruleId: 'invoance-short-prefix-key',
    key: 'inv_live_<alnum:24>',
    ...invoance,
    families: ['named', 'request', 'api-key-header', 'client', 'sdk'],
  },
  { ruleId: 'invoance-api-key-assignment', key: '<alnum:32>', ...invoance, families: ['named'] },
  {
    ruleId: 'invoance-api-key-header',
    key: '<alnum:40>',
    ...invoance,
    families: ['request', 'api-key-header'],
  },
  { ruleId: 'invoance-sdk-api-key', key: '<alnum:36>', ...invoance, families: ['sdk'] },
  {
    ruleId: 'invoance-signing-secret',
    key: '<alnum:44>',
    words: ['invoance', 'signing', 'secret'],
    host: 'api.invoance.com',
    families: ['named'],
  },
  { ruleId: 'invent-api-key-assignment', key: '<alnum:40>', ...invent, families: ['named'] },
  { ruleId: 'invent-api-key-bearer', key: '<alnum:43>', ...invent, families: ['request'] },
  { ruleId: 'invent-client-api-key', key: '<alnum:48>', ...invent, families: ['client'] },
  {
    ruleId: 'invent-assistant-secret',
    key: '<alnum:42>',
    words: ['invent', 'assistant', 'secret', 'key'],
    host: 'api.useinvent.com',
    families: ['named'],
  },
  {
    ruleId: 'dotenv-secret',
    key: '<alnum:28>',
    words: ['db', 'password'],
    host: 'db.example.com',
    families: ['named', 'client'],
    needsEnvironmentFile: true,
  },
];
