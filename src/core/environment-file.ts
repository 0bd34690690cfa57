/** Git pathspecs of the files that are read even when ignore files name them; they match below the current directory. */
export const ENVIRONMENT_PATHSPECS: readonly string[] = [
  '.env',
  '.env.*',
  '*.env',
  '.envrc',
  '.flaskenv',
].map((name) => `:(glob,icase)**/${name}`);

const environmentName = /^(?:\.env(?:\..*)?|.*\.env|\.envrc|\.flaskenv)$/is;

/** Whether `name`, without its folder, is one that tools read `NAME=value` settings from. */
export function isEnvironmentFileName(name: string): boolean {
  return environmentName.test(name);
}
