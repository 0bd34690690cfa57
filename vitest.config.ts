import { fileURLToPath } from 'node:url';

import { defineConfig, type Plugin } from 'vitest/config';

import packageJson from './package.json' with { type: 'json' };
import { compileBuiltins } from './src/rules/compile-builtin.ts';

const builtins: Readonly<Record<string, unknown>> = {
  ...compileBuiltins(fileURLToPath(new URL('rules', import.meta.url))),
};

/** Gives tests the built-in rules the way the build does. */
const provideBuiltins: Plugin = {
  name: 'builtins',
  resolveId: (id) => (Object.hasOwn(builtins, id) ? `\0${id}` : undefined),
  load: (id) =>
    Object.hasOwn(builtins, id.slice(1))
      ? `export default ${JSON.stringify(builtins[id.slice(1)])}`
      : undefined,
};

export default defineConfig({
  plugins: [provideBuiltins],
  define: { INVGUARD_VERSION: JSON.stringify(packageJson.version) },
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // Vitest leaves one core to itself: on two, files would run one by one while each waits for processes.
    maxWorkers: '100%',
    reporters: ['default', './test/support/closing-line.ts'],
  },
});
