// Text that depends on a seed alone, the same on every machine. Secrets are made here at run time, so no file of the repository
// holds one.

const ALNUM = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const KEY_BODY_LENGTH = 24;
const TOKEN_BODY_LENGTH = 36;

/** Gives the next whole number in [0, limit) of a sequence (xorshift32; `limit` well under 2^32). */
export function createRandom(seed) {
  let state = (Math.imul(seed, 0x9e3779b9) ^ 0x6d2b79f5) >>> 0 || 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** A key as the built-in rule `invoance-api-key` knows it, and nobody ever issued. */
export function drawKey(random) {
  for (;;) {
    const body = drawText(random, KEY_BODY_LENGTH);
    if (/[a-z]/.test(body) && /[A-Z]/.test(body) && /\d/.test(body)) return `invoance_live_${body}`;
  }
}

/** What secretlint's preset takes for a GitHub token, and nobody ever issued. */
export function drawToken(random) {
  return `ghp_${drawText(random, TOKEN_BODY_LENGTH)}`;
}

function drawText(random, length) {
  return Array.from({ length }, () => ALNUM[random(ALNUM.length)]).join('');
}
