// The rules of `.gitignore` files, for folders that git does not list for us. Each file is a layer; the deepest layer with an
// opinion decides, and what lies in an ignored folder stays ignored. Two subtle points. A layer on its own believes that all
// below a folder it names is ignored, also when a deeper layer brought that folder back: such a folder is exempted from the
// layer by name while the layer's other rules go on. And git matches bytes, `?` being one of them: so rules and paths are
// compared as strings of one character a byte.
import { closeSync, fstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { openFile } from './file.ts';

/** Larger files are no ignore files a person wrote; leaving one out means that more is read, never less. */
const RULE_FILE_LIMIT = 1 << 20;

/** `ignore` remembers every path it is asked about; a copy with an empty memory replaces it after so many. */
const REMEMBERED_COUNT = 4096;

/** That of UTF-8, a character a byte. */
const BYTE_ORDER_MARK = /^\xEF\xBB\xBF/;

// Git's default for `core.ignoreCase` (git-config(1)).
const IGNORE_OPTIONS = { ignorecase: process.platform === 'win32' || process.platform === 'darwin' };

/** The rules that hold in one folder. Immutable: a folder shares those of its parent until it has a rule file of its own. */
export class IgnoreRules {
  /** Outermost first. */
  readonly #layers: readonly Layer[];

  constructor(layers: readonly Layer[] = []) {
    this.#layers = layers;
  }

  /** Whether `path`, relative to the base directory and in a folder that is not ignored, is ignored. */
  ignores(path: string, isDirectory: boolean): boolean {
    const bytes = toByteString(isDirectory ? `${path}/` : path);
    for (let index = this.#layers.length - 1; index >= 0; index--) {
      const verdict = this.#layers[index]?.judge(bytes);
      if (verdict !== undefined) return verdict;
    }
    return false;
  }

  /** The rules that hold in the folder `path`, which is to be read whatever single layers say; its own file is not in them. */
  enter(path: string): IgnoreRules {
    const bytes = toByteString(`${path}/`);
    const isOverruled = (layer: Layer) => layer.judge(bytes) === true;
    if (!this.#layers.some(isOverruled)) return this;
    return new IgnoreRules(this.#layers.map((layer) => (isOverruled(layer) ? layer.exempt(bytes) : layer)));
  }

  /** With the rules of the `.gitignore` in `directory` added, whose path relative to the base directory is `path`. */
  withFileOf(directory: string | Buffer, path: string): IgnoreRules {
    const text = readRuleFile(directory);
    if (text.trim() === '') return this;
    const prefixLength = path === '' ? 0 : toByteString(path).length + 1;
    return new IgnoreRules([...this.#layers, new Layer(ignore(IGNORE_OPTIONS).add(text), prefixLength)]);
  }
}

/** The rules of one file, over paths relative to the base directory that lie below the file's folder. */
class Layer {
  #rules: Ignore;
  #askedCount = 0;
  readonly #prefixLength: number;

  constructor(rules: Ignore, prefixLength: number) {
    this.#rules = rules;
    this.#prefixLength = prefixLength;
  }

  /** Whether the path is ignored; undefined when no rule names it. A directory ends with a slash. */
  judge(path: string): boolean | undefined {
    if (++this.#askedCount % REMEMBERED_COUNT === 0) this.#rules = copy(this.#rules);
    const { ignored, unignored } = this.#rules.test(path.slice(this.#prefixLength));
    return ignored || unignored ? ignored : undefined;
  }

  /** A rule that ends with a slash, as `directory` does, names the folder alone and not what lies in it. */
  exempt(directory: string): Layer {
    const pattern = `!/${directory.slice(this.#prefixLength).replaceAll(/[\\*?[]/g, '\\$&')}`;
    return new Layer(copy(this.#rules).add([{ pattern }]), this.#prefixLength);
  }
}

function copy(rules: Ignore): Ignore {
  return ignore(IGNORE_OPTIONS).add(rules);
}

/** The UTF-8 bytes of `text`, a character each. */
function toByteString(text: string): string {
  return isAscii(text) ? text : Buffer.from(text).toString('latin1');
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    if (text.charCodeAt(index) > 127) return false;
  }
  return true;
}

/** The bytes of a directory's `.gitignore`; empty when there is none to read. Like git, a link is not followed. */
function readRuleFile(directory: string | Buffer): string {
  const path =
    typeof directory === 'string'
      ? join(directory, '.gitignore')
      : Buffer.concat([directory, Buffer.from('/.gitignore')]);
  let descriptor: number;
  try {
    descriptor = openFile(path);
  } catch {
    return '';
  }
  try {
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > RULE_FILE_LIMIT) return '';
    return readFileSync(descriptor, 'latin1').replace(BYTE_ORDER_MARK, '');
  } catch {
    return '';
  } finally {
    closeSync(descriptor);
  }
}
