// Small rules for the engine's own tests, made for what is hard about windows and not for any vendor.
import type { Rule } from '../../src/core/rule.ts';
import { makeRule } from './rules.ts';

/** Between them they look round in every way that a pattern can. */
export const lookingRules: readonly Rule[] = [
  makeRule('plain', `keywords = ["key"]\npattern = '(?<secret>key[ab]{1,6})'`),
  makeRule(
    'bounded',
    `confidence = "medium"\nkeywords = ["key"]\npattern = '\\bx?(?<secret>key[ab_]{2,4})\\b'`,
  ),
  makeRule(
    'ahead',
    `confidence = "medium"\nprovider = "v"\nkeywords = ["tok"]\npattern = '(?<secret>tok[ab]{1,3})(?=[ab]{0,2}::)'`,
  ),
  makeRule('behind', `keywords = ["tok"]\npattern = '(?<=a=.{0,2})(?<secret>tok[a-c]{2})'`),
  makeRule(
    'line',
    `confidence = "low"\nkeywords = ["key"]\npattern = '^[ab]{0,3}key=(?<secret>[abk]{1,5})$'`,
  ),
  makeRule(
    'any-case',
    `ignore_case = true\nconfidence = "low"\nkeywords = ["tok"]\npattern = 'tok (?<secret>[a-c]{2,5})'`,
  ),
  makeRule(
    'near',
    `keywords = ["key"]\npattern = 'key:(?<secret>[ab]{1,3})'\nnear = [{ pattern = "host", mode = "require", lines = 1, bytes = 12 }]`,
  ),
  makeRule(
    'not-near',
    `keywords = ["key"]\npattern = 'key;(?<secret>[ab]{1,3})'\nnear = [{ pattern = "host|a{3}", mode = "forbid", bytes = 9 }]`,
  ),
];
