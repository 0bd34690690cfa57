// Reads the YAML that this repository writes for CI systems: maps, lists and text, plain, quoted or as a block. Anything else of YAML
// is an error, so that what a test reads is what a CI system reads.

export type Yaml = string | readonly Yaml[] | { readonly [key: string]: Yaml };

interface Line {
  readonly indent: number;
  readonly text: string;
  /** From 1. */
  readonly number: number;
}

/** The document as plain data; every scalar is text. */
export function readYaml(document: string): Yaml {
  const reader = new YamlReader(document);
  const value = reader.readBlock(0);
  reader.expectEnd();
  return value;
}

class YamlReader {
  readonly #lines: Line[];
  #next = 0;

  constructor(document: string) {
    this.#lines = document.split('\n').map((line, index) => ({
      indent: /^ */.exec(line)![0].length,
      text: line.trim(),
      number: index + 1,
    }));
  }

  expectEnd(): void {
    const line = this.#peek();
    if (line) throw this.#refuse(line);
  }

  readBlock(indent: number): Yaml {
    const first = this.#peek();
    if (!first || first.indent < indent) return '';
    return first.text.startsWith('- ') ? this.#readList(first.indent) : this.#readMap(first.indent);
  }

  #readList(indent: number): Yaml {
    const items: Yaml[] = [];
    for (
      let line = this.#peek();
      line?.indent === indent && line.text.startsWith('- ');
      line = this.#peek()
    ) {
      const text = line.text.slice(2);
      // A map in a list starts on the line of its dash, two columns further in.
      if (isEntry(text)) {
        this.#lines[this.#next] = { ...line, indent: indent + 2, text };
        items.push(this.#readMap(indent + 2));
      } else {
        this.#next += 1;
        items.push(this.#readScalar(text, indent, line));
      }
    }
    return items;
  }

  #readMap(indent: number): Yaml {
    const map: Record<string, Yaml> = {};
    for (let line = this.#peek(); line?.indent === indent; line = this.#peek()) {
      const [, key, text] = /^([\w-]+):(?: (.*))?$/.exec(line.text) ?? [];
      if (key === undefined || Object.hasOwn(map, key)) throw this.#refuse(line);
      this.#next += 1;
      map[key] = text === undefined ? this.readBlock(indent + 1) : this.#readScalar(text, indent, line);
    }
    return map;
  }

  #readScalar(text: string, indent: number, line: Line): Yaml {
    if (text === '|') return this.#readText(indent);
    if (/^'(?:[^']|'')*'$/.test(text)) return text.slice(1, -1).replaceAll("''", "'");
    if (/^\[[\w.*, '-]*\]$/.test(text))
      return text
        .slice(1, -1)
        .split(', ')
        .map((item) => item.replaceAll("'", ''));
    if (/^["'&*!|>%@`{[#]|: | #/.test(text)) throw this.#refuse(line);
    return text;
  }

  #readText(indent: number): string {
    const start = this.#next;
    const inside = ({ indent: own, text }: Line) => text === '' || own > indent;
    while (this.#next < this.#lines.length && inside(this.#lines[this.#next]!)) this.#next += 1;
    const lines = this.#lines.slice(start, this.#next);
    const margin = Math.min(...lines.filter(({ text }) => text !== '').map((line) => line.indent));
    const block = lines.map((line) => (line.text === '' ? '' : ' '.repeat(line.indent - margin) + line.text));
    return `${block.join('\n').trimEnd()}\n`;
  }

  /** The next line that says something. */
  #peek(): Line | undefined {
    while (/^(?:#.*)?$/.test(this.#lines[this.#next]?.text ?? '-')) this.#next += 1;
    return this.#lines[this.#next];
  }

  #refuse({ number, text }: Line): Error {
    return new Error(`line ${number} is no YAML that this reader knows: ${text}`);
  }
}

function isEntry(text: string): boolean {
  return /^[\w-]+:(?: |$)/.test(text);
}
