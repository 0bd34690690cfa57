/** Made by the build (and by vitest) from `rules/*.toml`, through `compile.ts`. */
declare module 'invguard:rules' {
  const rules: readonly import('../core/rule.ts').Rule[];
  export default rules;
}

/** Made by the build (and by vitest) from those rules, through `work-out-literals.ts`. */
declare module 'invguard:literals' {
  const known: import('../engine/work-out-literals.ts').KnownLiterals;
  export default known;
}
