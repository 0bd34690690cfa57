import type { AssignmentFormat } from '../../core/rule.ts';

/** `.env`, `.env.local`, `prod.env`, `.envrc`, `.flaskenv`: any case, any directory. */
const dotenvName = /(?:^|\/)(?:\.env(?:\.[^/]*)?|[^/]*\.env|\.envrc|\.flaskenv)$/i;
const composeName = /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/i;

/** The assignment formats a posix path's name stands for. */
export function findFormats(path: string): readonly AssignmentFormat[] {
  if (dotenvName.test(path)) return ['dotenv'];
  if (composeName.test(path)) return ['compose'];
  return [];
}
