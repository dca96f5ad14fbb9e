import { PratiqueError } from '../../model/pratique-error.ts';
import { parseReference } from '../../model/reference.ts';
import { invalidField } from '../http/problem.ts';

/** The host of a registry as references have it. Throws a problem that names the field. */
export function readRegistry(text: string, field: string): string {
  try {
    const { registry } = parseReference(`${text}/repository`);
    if (registry === 'docker.io' && !text.includes('docker.io'))
      throw invalidField(field, 'must be a host name or address, with a port where it is not 443');
    return registry;
  } catch (error) {
    if (error instanceof PratiqueError) throw invalidField(field, error.message);
    throw error;
  }
}
