// Every file that holds no secret: look-alikes, and each context of the corpus with something harmless where the key would stand.
import { expand } from '../../support/secrets.ts';
import { contexts, fillContext } from '../cases.ts';
import { subjects } from '../subjects.ts';
import { falseAlarmCorpora } from './files.ts';
import { digests, harmlessValues } from './values.ts';

export interface HarmlessFile {
  /** Which corpus it belongs to. */
  readonly corpus: string;
  readonly id: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

const FILES_A_CORPUS = 4;

export function listHarmlessFiles(): readonly HarmlessFile[] {
  return [...listLookAlikes(), ...listFilledContexts()];
}

function listLookAlikes(): HarmlessFile[] {
  return falseAlarmCorpora.flatMap(({ name, path, write }) =>
    Array.from({ length: FILES_A_CORPUS }, (_, index) => ({
      corpus: name,
      id: `${name} ${index}`,
      path,
      bytes: Buffer.from(write(`${name} ${index}`)),
    })),
  );
}

/** One file for each context and subject, with every value in it, far enough apart not to be each other's context. */
function listFilledContexts(): HarmlessFile[] {
  return contexts
    .filter(({ family }) => family !== 'free')
    .flatMap((context) =>
      subjects
        .filter(
          ({ families, needsEnvironmentFile }) => families.includes(context.family) && !needsEnvironmentFile,
        )
        .map((subject) => {
          const id = `${context.name} / ${subject.ruleId}`;
          const values = subject.ruleId.endsWith('-secret')
            ? harmlessValues
            : [...harmlessValues, ...digests];
          const texts = values.map((value, index) =>
            fillContext(context, subject, expand(value, `${id} ${index}`)),
          );
          return {
            corpus: 'harmless values in contexts',
            id,
            path: context.path,
            bytes: Buffer.from(texts.join('\n')),
          };
        }),
    );
}
