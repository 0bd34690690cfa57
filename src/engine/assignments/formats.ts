import { isEnvironmentFileName } from '../../core/environment-file.ts';
import type { AssignmentFormat } from '../../core/rule.ts';

const composeName = /^(?:docker-)?compose.*\.ya?ml$/is;

/** The assignment formats a posix path's name stands for. */
export function findFormats(path: string): readonly AssignmentFormat[] {
  const name = path.slice(path.lastIndexOf('/') + 1);
  if (isEnvironmentFileName(name)) return ['dotenv'];
  if (composeName.test(name)) return ['compose'];
  return [];
}
