// A handful of objects from one git that is waited for. Whatever is out of the ordinary, be it size, a missing object or a corrupt one, is
// left to `catfile.ts`, which tells it apart.
import { answerAtOnce, GitError, type GitOptions } from './run.ts';

/** More than this is read as it comes: the memory of a hook is to stay small. */
const MAX_BYTE_COUNT = 8 * 1024 * 1024;
const LINE_END = 10;

/**
 * The contents of blobs, in the order of `oids`; they share memory. Undefined when they are more than 8 MB together, or when git
 * cannot give each of them.
 */
export function readBlobsAtOnce(oids: readonly string[], git: GitOptions): readonly Buffer[] | undefined {
  if (oids.length === 0) return [];
  const input = oids.map((oid) => `${oid}\n`).join('');
  try {
    const answer = answerAtOnce(['cat-file', '--batch'], { ...git, input, maxByteCount: MAX_BYTE_COUNT });
    return answer && splitAnswer(answer, oids);
  } catch (error) {
    if (error instanceof GitError) return undefined;
    throw error;
  }
}

/** Undefined when the answer is not made of just these blobs. */
function splitAnswer(answer: Buffer, oids: readonly string[]): readonly Buffer[] | undefined {
  const contents: Buffer[] = [];
  let offset = 0;
  for (const oid of oids) {
    const start = answer.indexOf(LINE_END, offset) + 1;
    const [name, kind, size] = answer.toString('latin1', offset, start - 1).split(' ');
    const end = start + Number(size);
    if (name !== oid || kind !== 'blob' || answer[end] !== LINE_END) return undefined;
    contents.push(answer.subarray(start, end));
    offset = end + 1;
  }
  return offset === answer.length ? contents : undefined;
}
