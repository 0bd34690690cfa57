import { existsSync, readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { detectSystem, systems } from '../../src/ci/index.ts';
import { parseOutput } from '../../src/report/index.ts';

const signs: Readonly<Record<keyof typeof systems, Record<string, string>>> = {
  github: { GITHUB_ACTIONS: 'true' },
  gitlab: { GITLAB_CI: 'true' },
  bitbucket: { BITBUCKET_BUILD_NUMBER: '7' },
  azure: { TF_BUILD: 'True' },
  circleci: { CIRCLECI: 'true' },
  buildkite: { BUILDKITE: 'true' },
  jenkins: { JENKINS_URL: 'https://ci.example/' },
};

describe.each(Object.entries(systems))('%s', (name, system) => {
  test('is known by its own sign', () => {
    expect(detectSystem({ CI: 'true', ...signs[name as keyof typeof systems] })).toBe(system);
  });

  test('has a file and a test of its name', () => {
    for (const file of [`../../src/ci/${name}.ts`, `./${name}.test.ts`]) {
      expect(existsSync(new URL(file, import.meta.url))).toBe(true);
    }
  });

  test('asks for reports that there are', () => {
    for (const value of system.outputs) expect(() => parseOutput(value)).not.toThrow();
  });
});

test('every file that tells a system is in the registry', () => {
  const files = readdirSync(new URL('../../src/ci/', import.meta.url)).map((file) => file.replace('.ts', ''));
  const others = ['index', 'resolve-change', 'system'];
  expect(files.sort()).toEqual([...Object.keys(systems), ...others].sort());
});

test.each([{}, { CI: 'true' }, { GITHUB_ACTIONS: '', JENKINS_URL: '', BITBUCKET_BUILD_NUMBER: '' }])(
  '%j is no system that is known',
  (env) => {
    expect(detectSystem(env)).toBeUndefined();
  },
);
