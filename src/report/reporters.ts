import { jsonReporter } from './json.ts';
import { type Reporter } from './reporter.ts';
import { tableReporter } from './table.ts';

/** Every output format, in the order that help lists them. */
export const reporters: readonly Reporter[] = [tableReporter, jsonReporter];
