import { type CommandArgument, type CommandOption } from '../command.ts';

/** `<TARGET...>`, `[SHELL]`. */
export function formatArgument(argument: CommandArgument): string {
  const name = `${argument.name}${argument.isVariadic === true ? '...' : ''}`;
  return argument.isOptional === true ? `[${name}]` : `<${name}>`;
}

/** `-f, --format <FORMAT>`, `--allow-incomplete[=KINDS]`. */
export function formatOption(option: Pick<CommandOption, 'name' | 'short' | 'value' | 'isValueOptional'>): string {
  const value = option.value === undefined ? '' : option.isValueOptional === true ? `[=${option.value}]` : ` <${option.value}>`;
  return `${option.short === undefined ? '' : `-${option.short}, `}--${option.name}${value}`;
}
