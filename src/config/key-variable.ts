import { type Environment } from './settings.ts';

/** The value of the variable that `--key env://NAME` names; a key, so it is handed on and never shown. */
export function keyVariable(name: string, environment: Environment = process.env): string | undefined {
  return environment[name];
}
