/**
 * For bundles of the sources that are made outside of the build: gives them these rules as the built-in ones. What the build works out for
 * those is worked out when a scan starts.
 */
export function provideBuiltins(rules) {
  const builtins = { 'invguard:rules': rules, 'invguard:literals': { cores: {}, forms: {} } };
  return {
    name: 'builtins',
    resolveId: (id) => (Object.hasOwn(builtins, id) ? `\0${id}` : null),
    load: (id) =>
      Object.hasOwn(builtins, id.slice(1)) ? `export default ${JSON.stringify(builtins[id.slice(1)])}` : null,
  };
}
