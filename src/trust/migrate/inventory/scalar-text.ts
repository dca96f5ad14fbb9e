import { type Scalar } from 'yaml';

/** A YAML scalar's value as text: booleans and numbers as YAML's core schema writes them. */
export function scalarText(scalar: Scalar): string {
  const { value } = scalar;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint'
    ? String(value)
    : '';
}
