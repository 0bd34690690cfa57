/** How a text may hide what it says: `escapes` are `%69`, `\u0069`, `\x69`, `&#105;`, `&quot;` and the like, mixed. */
export type TextCodec = 'base64' | 'hex' | 'escapes';
