import { databases } from './databases.ts';
import { languages } from './languages.ts';
import { type Program } from './program.ts';
import { servers } from './servers.ts';
import { tools } from './tools.ts';

/** Every program whose version its own files tell. */
export const programs: readonly Program[] = [...databases, ...languages, ...servers, ...tools];
