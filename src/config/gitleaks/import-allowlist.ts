// An allow list of gitleaks as entries of a policy, so that what it allows is counted and told. What cannot be kept allows nothing.

import type { AllowEntry } from '../../core/policy.ts';
import type { Near } from '../../core/rule.ts';
import type { GitleaksAllowlist } from './gitleaks-schema.ts';
import { importPathPattern, importSecretTest } from './import-pattern.ts';
import type { KeyFault } from './import-rule.ts';

export interface AllowlistScope {
  /** `.gitleaks.toml:12`. */
  readonly where: string;
  /** Empty is every rule. */
  readonly rules: readonly string[];
  /** Whether the list is one rule's own. */
  readonly isOfRule: boolean;
  /** Whether the rule's secret is all that its pattern matches. */
  readonly isWholeMatch: boolean;
}

export interface ImportedAllowlist {
  readonly entries: readonly AllowEntry[];
  /** What must not stand on the secret's line: for the list's own rule. */
  readonly near: readonly Near[];
  readonly remarks: readonly KeyFault[];
}

/** How much of a long line is looked at, on each side of the secret. */
const LINE_REACH = 1000;

export function importAllowlist(list: GitleaksAllowlist, scope: AllowlistScope): ImportedAllowlist {
  const reading = new AllowlistReading(list, scope);
  return /^(?:and|&&)$/i.test(list.condition ?? '') ? reading.readAll() : reading.readAny();
}

class AllowlistReading {
  readonly #list: GitleaksAllowlist;
  readonly #scope: AllowlistScope;
  readonly #remarks: KeyFault[] = [];

  constructor(list: GitleaksAllowlist, scope: AllowlistScope) {
    this.#list = list;
    this.#scope = scope;
  }

  /** Each condition allows by itself. */
  readAny(): ImportedAllowlist {
    const paths = this.#readPaths();
    const words = this.#readStopwords();
    const isOnLine = this.#isOnLine();
    const patterns = this.#readRegexes();
    const secretPatterns = [...(isOnLine ? [] : patterns), ...words];
    if (this.#list.commits?.length) this.#remark('commits', 'are not kept', COMMITS);
    return {
      entries: [
        ...(paths ? [this.#write('paths', { coversPath: paths, secretPatterns: [] })] : []),
        ...(secretPatterns.length > 0 ? [this.#write('secrets', { secretPatterns })] : []),
      ],
      near: isOnLine ? patterns.map(forbidOnLine) : [],
      remarks: this.#remarks,
    };
  }

  /** Only all conditions together allow: with one that cannot be kept, none of them may. */
  readAll(): ImportedAllowlist {
    const { commits = [], regexes = [], stopwords = [], regexTarget } = this.#list;
    const isTooMuch = commits.length > 0 || (regexes.length > 0 && stopwords.length > 0) || this.#isOnLine();
    if (isTooMuch) {
      const what = `with AND is not kept for ${regexTarget === 'line' ? 'lines' : 'commits, or for regexes and stopwords'}`;
      this.#remark('condition', what, 'Write an [[allow]] in .invguard.toml that says what is meant.');
    }
    const paths = this.#readPaths();
    const secretPatterns = [...this.#readRegexes(), ...this.#readStopwords()];
    const isEmpty = !paths && secretPatterns.length === 0;
    if (isEmpty || this.#remarks.length > 0) return { entries: [], near: [], remarks: this.#remarks };
    const shown = [...(paths ? ['paths'] : []), ...(secretPatterns.length > 0 ? ['secrets'] : [])];
    const entry = this.#write(shown.join(' and '), { ...(paths && { coversPath: paths }), secretPatterns });
    return { entries: [entry], near: [], remarks: [] };
  }

  #readPaths(): ((path: string) => boolean) | undefined {
    const patterns = (this.#list.paths ?? []).flatMap((path, index) => {
      const imported = importPathPattern(path);
      if ('source' in imported) return [new RegExp(imported.source)];
      this.#remark(`paths[${index + 1}]`, `${imported.what}, and allows nothing`, imported.remedy);
      return [];
    });
    return patterns.length > 0 ? (path) => patterns.some((pattern) => pattern.test(path)) : undefined;
  }

  #readRegexes(): readonly RegExp[] {
    const { regexes = [], regexTarget = '' } = this.#list;
    const isKept = ['', 'secret'].includes(regexTarget) || this.#isOnLine() || this.#isWholeMatch();
    if (!isKept && regexes.length > 0) {
      const what = `${regexTarget === 'line' ? 'line is kept only in a list of one rule' : 'is not kept'}: the list's regexes allow nothing`;
      this.#remark('regexTarget', what, 'Let them match the secret itself.');
      return [];
    }
    return regexes.flatMap((regex, index) => this.#readTest(regex, `regexes[${index + 1}]`));
  }

  /** gitleaks looks for stop words in any case. */
  #readStopwords(): readonly RegExp[] {
    const { stopwords = [] } = this.#list;
    return stopwords
      .filter((word) => word !== '')
      .flatMap((word, index) => this.#readTest(`(?i)${escapeLiteral(word)}`, `stopwords[${index + 1}]`));
  }

  #readTest(regex: string, key: string): readonly RegExp[] {
    const imported = importSecretTest(regex);
    if ('pattern' in imported) return [imported.pattern];
    this.#remark(key, `${imported.what}, and allows nothing`, imported.remedy);
    return [];
  }

  #isOnLine(): boolean {
    return this.#list.regexTarget === 'line' && this.#scope.isOfRule;
  }

  #isWholeMatch(): boolean {
    return this.#list.regexTarget === 'match' && this.#scope.isWholeMatch;
  }

  #remark(key: string, what: string, remedy: string): void {
    this.#remarks.push({ key, what, remedy });
  }

  #write(shown: string, conditions: Pick<AllowEntry, 'coversPath' | 'secretPatterns'>): AllowEntry {
    const { where, rules } = this.#scope;
    const { description } = this.#list;
    return {
      means: 'config',
      where,
      shown: `allow list of gitleaks (${shown})`,
      fingerprints: [],
      rules,
      ...(description && { reason: description }),
      ...conditions,
    };
  }
}

const COMMITS =
  'Allow by path, or by the fingerprints that reports show: they stay the same when commits are rewritten.';

function escapeLiteral(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function forbidOnLine({ source }: RegExp): Near {
  return { pattern: source, ignoreCase: false, mode: 'forbid', bytes: LINE_REACH, lines: 0 };
}
