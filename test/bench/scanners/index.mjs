// The general scanners that invguard is compared with. Each is a file here and a line below: how it is asked for its version, for files,
// for a history and for what is staged, in the words of its own documentation. What no documentation names is not passed.
//
// Every one of them gets a single rule, for the keys that the benchmark plants, and none of its own: that is the least work it can be
// given, while invguard searches with all its rules. Nothing is verified, no update is looked for, and what can be told to decode nothing
// is told so.

import { betterleaks } from './betterleaks.mjs';
import { gitleaks } from './gitleaks.mjs';
import { kingfisher } from './kingfisher.mjs';
import { noseyparker } from './noseyparker.mjs';
import { titus } from './titus.mjs';
import { trufflehog } from './trufflehog.mjs';

export const scanners = [gitleaks, betterleaks, kingfisher, trufflehog, noseyparker, titus];
