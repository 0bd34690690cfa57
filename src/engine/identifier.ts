// Names of things: variables, settings, slugs, file names. They are made of words, and words are made of the letter pairs
// that languages use; random letters mostly are not.

// The pairs of letters that make up about nine tenths of English text and code.
const commonPairs = new Set(
  (
    'th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic ne ea ra ce li ch ll be ma si om ur ' +
    'ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ' +
    'ir su id os iv ia am fi ci vi pl ig tu ev ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ' +
    'ef cu rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt ak pu ui rg ib tl ny ki rk ys ' +
    'ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn ' +
    'gs dy hy ze ks xt bs ik dd pt rp sk xi oe oy ws lv dl rf eu dg wr xa yi nm eb rb tm xc eh tc gy ja hn yp za gg'
  ).split(' '),
);

const SHORTEST_WORD = 3;
const LEAST_WORD_SHARE = 0.6;
const LEAST_COMMON_SHARE = 0.72;
const LEAST_MEAN_LENGTH = 3.5;
const MOST_NUMBERS = 2;

/**
 * True for texts that read as names: few numbers, words of some length, most of their letters in them, and most letter pairs of
 * the words common. Of random texts of 24 letters and digits one in some thousands passes.
 */
export function isIdentifier(text: string): boolean {
  const words = text.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g) ?? [];
  if ((text.match(/[0-9]+/g) ?? []).length > MOST_NUMBERS) return false;
  const long = words.filter((word) => word.length >= SHORTEST_WORD).map((word) => word.toLowerCase());
  const solidCount = text.replace(/[^A-Za-z0-9]/g, '').length;
  return (
    countLetters(words) >= words.length * LEAST_MEAN_LENGTH &&
    countLetters(long) >= solidCount * LEAST_WORD_SHARE &&
    shareOfCommonPairs(long) >= LEAST_COMMON_SHARE
  );
}

function countLetters(words: readonly string[]): number {
  return words.reduce((sum, word) => sum + word.length, 0);
}

/** No number at all when there is no pair. */
function shareOfCommonPairs(words: readonly string[]): number {
  let pairCount = 0;
  let commonCount = 0;
  for (const word of words) {
    for (let index = 1; index < word.length; index++) {
      pairCount++;
      if (commonPairs.has(word.slice(index - 1, index + 1))) commonCount++;
    }
  }
  return commonCount / pairCount;
}
