// Placeholders: what documentation, samples and tests put where a key belongs. Take away the words, runs and sequences that
// people type to fill a hole; what a real key is made of stays, what a placeholder is made of is gone.

const words = `
  abc add admin all another any api apikey app application auth bar baz bearer blah bogus change changeit changeme client code
  company config copy create credential customer default demo dev development do dont dummy edit empty enter env example expired
  fake fill fixme foo from full generate generated get go here hidden id in insert invalid invent invoance is it key keys lorem live
  local masked me missing mock must my name never new no none not null of on only or org organization own password paste
  placeholder prod production provide put qux real redacted remove removed replace replaced required revoked safe sample sandbox
  secret set some something staging string stub super sure tbd temp template test tested testing that the this to todo token undefined
  unknown use user useinvent valid value webhook with without wrong xyz you your yours`
  .match(/\w+/g)!
  .sort((a, b) => b.length - a.length);

const typedWord = new RegExp(words.join('|'), 'g');
const LEAST_LEFT = 8;
const LEAST_LEFT_SHARE = 0.35;

/** True for texts that somebody typed to fill the place of a secret; never for random ones of 16 characters or more. */
export function isPlaceholder(text: string): boolean {
  if (/^[<[({].*[>\])}]$|\.\.\.|…|^x{6,}|x{6,}$|\*\*\*|[-_]here$/i.test(text)) return true;
  if (/XXXX|YYYY/.test(text)) return true;
  const lower = text.toLowerCase();
  if (isRepetition(lower) || isInterleavedSequence(lower)) return true;
  const left = dropSequences(lower.replace(/(.)\1{3,}/g, ''))
    .replace(typedWord, '')
    .replace(/[^a-z0-9]/g, '');
  return left.length < Math.max(LEAST_LEFT, lower.length * LEAST_LEFT_SHARE) && left.length < lower.length;
}

/** One unit of up to eight characters again and again: `deadbeefdeadbeef`, `0000`, `abababab`. */
function isRepetition(text: string): boolean {
  return /^(.{1,8}?)\1{2,}.{0,7}$|^(.{4,16})\2$/.test(text);
}

/** Letters and digits that each count up, whichever way they are mixed: `a1b2c3d4e5f6`, `abc123def456`. */
function isInterleavedSequence(text: string): boolean {
  const letters = text.replace(/[^a-z]/g, '');
  const digits = text.replace(/[^0-9]/g, '');
  return isCounting(letters) && isCounting(digits);
}

function isCounting(text: string): boolean {
  if (text.length < 4) return text.length === 0;
  let steps = 0;
  for (let index = 1; index < text.length; index++) {
    const step = text.charCodeAt(index) - text.charCodeAt(index - 1);
    if (step === 1 || step === -9 || step === -25 || step === -5) steps++;
  }
  return steps >= (text.length - 1) * 0.85;
}

/** Removes runs of three or more characters that count up or down: `1234`, `abcd`, `4321`. */
function dropSequences(text: string): string {
  let kept = '';
  for (let from = 0; from < text.length; ) {
    const length = Math.max(measureRun(text, from, 1), measureRun(text, from, -1));
    if (length < 3) kept += text[from];
    from += length < 3 ? 1 : length;
  }
  return kept;
}

function measureRun(text: string, from: number, step: number): number {
  let end = from + 1;
  while (text.charCodeAt(end) - text.charCodeAt(end - 1) === step) end++;
  return end - from;
}
