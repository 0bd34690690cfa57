import { describe, expect, it } from 'vitest';
import { buildGitEnvironment, findGitProgram } from '../../src/git/environment.ts';
import { folder } from '../support/folder.ts';

describe('the environment git is given', () => {
  it.each([
    ['HOME', 'always'],
    ['PATH', 'always'],
    ['GIT_CONFIG_GLOBAL', 'always'],
    ['GIT_CONFIG_COUNT', 'always'],
    ['GIT_CONFIG_KEY_12', 'always'],
    ['GIT_CONFIG_VALUE_0', 'always'],
    ['GIT_DIR', 'in hooks'],
    ['git_dir', 'in hooks'],
    ['GIT_INDEX_FILE', 'in hooks'],
    ['GIT_OBJECT_DIRECTORY', 'in hooks'],
    ['GIT_QUARANTINE_PATH', 'in hooks'],
    ['SSH_AUTH_SOCK', 'always'],
    ['INVOANCE_ADMIN_KEY', 'never'],
    ['RESPONDER_SECRET', 'never'],
    ['Github_Token', 'never'],
    ['SSH_ASKPASS', 'never'],
    ['GIT_EXTERNAL_DIFF', 'never'],
    ['GIT_SSH_COMMAND', 'never'],
    ['GIT_TRACE', 'never'],
    ['GIT_PAGER', 'never'],
    ['GIT_LITERAL_PATHSPECS', 'never'],
    ['GIT_TEST_ASSUME_DIFFERENT_OWNER', 'never'],
  ])('keeps %s %s', (name, when) => {
    const ambient = { [name]: 'value' };
    expect(name in buildGitEnvironment(ambient, false)).toBe(when === 'always');
    expect(name in buildGitEnvironment(ambient, true)).toBe(when !== 'never');
  });

  it('overrules what the surrounding process says about safety', () => {
    const ambient = { GIT_TERMINAL_PROMPT: '1', GIT_ALLOW_PROTOCOL: 'ext:file', LC_ALL: 'de_DE.UTF-8' };
    expect(buildGitEnvironment(ambient, true)).toMatchObject({
      GIT_TERMINAL_PROMPT: '0',
      GIT_ALLOW_PROTOCOL: ':',
      LC_ALL: 'C',
    });
  });
});

describe('the program that is started', () => {
  it('is found by the system where the current directory is not searched', () => {
    expect(findGitProgram({ PATH: '/somewhere' }, 'linux')).toBe('git');
  });

  it('is named in full on Windows', () => {
    const bin = folder({ 'git.exe': '' });
    expect(findGitProgram({ Path: bin.dir }, 'win32')).toBe(bin.path('git.exe'));
  });

  it('is one that cannot exist when Windows has none on PATH', () => {
    expect(findGitProgram({ PATH: folder().dir }, 'win32')).toContain('nul');
  });
});
