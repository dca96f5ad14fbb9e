import { expect, it } from 'vitest';
import { PratiqueError } from '../../model/pratique-error.ts';
import { readAnnotations } from './read-annotation.ts';

const read = (...annotation: string[]): unknown => {
  try {
    return Object.fromEntries(readAnnotations({ arguments: [], options: new Map([['annotation', annotation]]) }));
  } catch (error) {
    return error instanceof PratiqueError ? `${error.code} ${error.message}` : error;
  }
};

it.each<[string[], unknown]>([
  [[], {}],
  [['env=prod', 'commit=a=b', 'env=prod'], { env: 'prod', commit: 'a=b' }],
  [['env=dev', 'env=prod'], 'USAGE --annotation: env was given as "dev" and as "prod"'],
  [['env'], 'USAGE --annotation: "env" has no name and value'],
])('%j', (annotations, expected) => {
  expect(read(...annotations)).toEqual(expected);
});
