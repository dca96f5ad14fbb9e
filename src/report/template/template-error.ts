import { PratiqueError } from '../../model/pratique-error.ts';

/** What is wrong with a template, with its name and line. */
export function templateFault(name: string, line: number, message: string): PratiqueError {
  return new PratiqueError('USAGE', `${name}, line ${line}: ${message}`, {
    hint: 'see "pratique help outputs" for what templates may use',
  });
}
