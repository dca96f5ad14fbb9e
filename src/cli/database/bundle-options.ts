import { type CommandArgument, type CommandOption } from '../command.ts';
import { repositoryOptions } from '../words/repository-options.ts';

export const bundleArgument: CommandArgument = { name: 'FILE', meaning: 'bundle written by pratique db export', completes: 'file' };

export const rootOption: readonly CommandOption[] = repositoryOptions.filter(({ name }) => name === 'db-root');
