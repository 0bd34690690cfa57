// The documents of the repository as text, and what stands in them.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** A file of the repository, with the line ends that it is kept with. */
export function readDocument(path: string): string {
  return readFileSync(`${root}${path}`, 'utf8').replaceAll('\r\n', '\n');
}

export interface Example {
  readonly language: string;
  /** Without the indentation of its fence; ends with a line end. */
  readonly text: string;
}

const FENCED = /^( *)```(\w*)\n(.*?)^\1```$/gms;

/** The fenced examples, in order. */
export function listExamples(document: string): readonly Example[] {
  return [...document.matchAll(FENCED)].map(([, indent = '', language = '', text = '']) => ({
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }));
}

/** What stands in single back-ticks, outside of fences. */
export function listInlineCode(document: string): readonly string[] {
  return [...document.replaceAll(FENCED, '').matchAll(/`([^`]+)`/g)].map(([, code]) =>
    code!.replaceAll(/\s+/g, ' '),
  );
}

/** The headings, without marks of their own. */
export function listHeadings(document: string): readonly string[] {
  return [...document.replaceAll(FENCED, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) => heading!);
}

/** The text that is read from start to end: no fences, tables, comments, pictures or addresses. */
export function readProse(document: string): string {
  return document
    .replaceAll(FENCED, '')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/^\|.*$/gm, '')
    .replaceAll(/!\[[^\]]*\]\([^)]*\)/g, '')
    .replaceAll(/\]\([^)]*\)/g, ']');
}
