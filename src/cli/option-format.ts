import { type CommandArgument, type CommandOption } from './command.ts';

/** `<TARGET...>`, `[SHELL]`. */
export function formatArgument(argument: CommandArgument): string {
  const name = `${argument.name}${argument.isVariadic === true ? '...' : ''}`;
  return argument.isOptional === true ? `[${name}]` : `<${name}>`;
}

/** `-f, --format <FORMAT>`. */
export function formatOption(option: CommandOption): string {
  const value = option.value === undefined ? '' : ` <${option.value}>`;
  return `${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${value}`;
}
