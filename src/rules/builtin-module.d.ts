/** Made by the build (and by vitest) from `rules/*.toml`, through `compile.ts`. */
declare module 'invguard:rules' {
  const rules: readonly import('../core/rule.ts').Rule[];
  export default rules;
}
