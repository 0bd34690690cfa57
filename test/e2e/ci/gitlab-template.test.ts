// The GitLab job as a runner runs it: its script in a shell, its artifacts looked for afterwards.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import packageJson from '../../../package.json' with { type: 'json' };
import gitlab from '../../../src/ci/gitlab.ts';
import { parseOutput } from '../../../src/report/index.ts';
import { cloneForJob, createProject } from '../../support/ci-clone.ts';
import { isolateEnv } from '../../support/cli.ts';
import { readYaml } from '../../support/yaml.ts';

interface Template {
  readonly invguard: {
    readonly variables: Readonly<Record<string, string>>;
    readonly script: readonly string[];
    readonly artifacts: {
      readonly when: string;
      readonly paths: readonly string[];
      readonly reports: Readonly<Record<string, string>>;
    };
  };
}

const root = fileURLToPath(new URL('../../../', import.meta.url));
const { invguard } = readYaml(readFileSync(join(root, '.ci/gitlab.yml'), 'utf8')) as unknown as Template;

test('the job clones the whole history and runs this version', () => {
  expect(invguard.variables['GIT_DEPTH']).toBe('0');
  expect(invguard.variables['INVGUARD_VERSION']).toBe(packageJson.version);
});

test('the reports it uploads are those that are written on GitLab', () => {
  expect(Object.values(invguard.artifacts.reports)).toEqual(
    gitlab.outputs.map((value) => parseOutput(value).file),
  );
  expect(invguard.artifacts.when).toBe('always');
});

describe.skipIf(process.platform === 'win32')('its script, with a clone of invguard,', () => {
  const project = createProject();

  test.each([
    ['', 1],
    ['--exit-zero --fail-on low', 0],
  ])('with the arguments %j, exits %i and leaves what is uploaded', (args, exitCode) => {
    const job = cloneForJob(project);
    const { status } = spawnSync('sh', ['-e', '-c', invguard.script.join('\n')], {
      cwd: job.dir,
      env: {
        ...isolateEnv(invguard.variables),
        GITLAB_CI: 'true',
        CI_PROJECT_DIR: job.dir,
        CI_MERGE_REQUEST_IID: '7',
        CI_MERGE_REQUEST_DIFF_BASE_SHA: project.base,
        CI_COMMIT_SHA: project.head,
        INVGUARD_HOME: root,
        INVGUARD_ARGS: args,
      },
    });
    expect(status).toBe(exitCode);
    const { paths, reports } = invguard.artifacts;
    for (const file of [...paths, ...Object.values(reports)]) expect(existsSync(job.path(file))).toBe(true);
  });
});
