import { readKeys, writePlantedRule } from './planted-rule.mjs';

const MAX_FILE_BYTES = 1 << 30;

/**
 * https://github.com/praetorian-inc/titus; flags as its README and its command's declarations name them. It validates nothing unless
 * asked to, and reads nothing that is staged.
 */
export const titus = {
  name: 'titus',
  versionWords: ['version'],
  okCodes: [0, 1],
  prepare: ({ program, folder }) => {
    const words = [
      ...[program, 'scan', '--rules', writePlantedRule(folder, 'noseyparker.yml'), '--output', ':memory:'],
      ...['--format', 'json', '--max-file-size', String(MAX_FILE_BYTES)],
    ];
    return {
      files: (target) => [...words, target],
      history: () => [...words, '--git', '.'],
      readKeys: (text) => readKeys(decodeStrings(text)),
    };
  },
};

/** Go writes bytes as base64 into JSON. */
function decodeStrings(text) {
  const encoded = text.match(/"[\w+/]{16,}={0,2}"/g) ?? [];
  return encoded.map((one) => Buffer.from(one.slice(1, -1), 'base64').toString('latin1')).join('\n');
}
