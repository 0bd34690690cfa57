// Archives that a text may lie in. They are forms of a whole file, and read under the file's own name.
import { gzipSync } from 'node:zlib';
import { makeTar, makeZip } from '../support/archives.ts';
import type { Encoding } from './encodings.ts';

const packings: readonly (readonly [suffix: string, pack: (text: string, path: string) => Buffer])[] = [
  ['.zip', (content, path) => makeZip([{ name: path, content }])],
  ['.tar', (content, path) => makeTar([{ name: `package/${path}`, content }])],
  ['.tgz', (content, path) => gzipSync(makeTar([{ name: `package/${path}`, content }]))],
  ['.gz', (content) => gzipSync(content)],
  ['.jar.zip', (content, path) => makeZip([{ name: 'a.jar', content: makeZip([{ name: path, content }]) }])],
];

export const packedForms: readonly Encoding[] = packings.map(([suffix, encode]) => ({
  name: `in a ${suffix}`,
  isForm: true,
  suffix,
  encode,
}));
