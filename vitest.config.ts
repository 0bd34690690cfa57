import { fileURLToPath } from 'node:url';

import { defineConfig, type Plugin } from 'vitest/config';

import packageJson from './package.json' with { type: 'json' };
import { compileBuiltinRules } from './src/rules/compile-builtin.ts';

/** Gives tests the built-in rules the way the build does. */
const rules: Plugin = {
  name: 'rules',
  resolveId: (id) => (id === 'invguard:rules' ? '\0invguard:rules' : undefined),
  load: (id) =>
    id === '\0invguard:rules'
      ? `export default ${JSON.stringify(compileBuiltinRules(fileURLToPath(new URL('rules', import.meta.url))))}`
      : undefined,
};

export default defineConfig({
  plugins: [rules],
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
