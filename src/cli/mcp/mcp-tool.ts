import { type JsonSchema } from '../../lib/json/find-schema-fault.ts';
import { type CommandInput } from '../command.ts';

/** One tool of the MCP server: a command of the program with arguments as data. */
export interface McpTool {
  readonly name: string;
  readonly title: string;
  /** For the assistant that chooses among tools. */
  readonly description: string;
  readonly inputSchema: JsonSchema;
  /** Name of the command that it runs. */
  readonly command: string;
  /** It writes files, and is offered only with `--allow-write`. */
  readonly writes?: boolean;
  /** Arguments were checked against the schema. */
  readonly toInput: (args: ToolArguments) => CommandInput;
  /** The command's JSON document → a sentence or two of our own, and what the assistant may page through. */
  readonly shape: (document: unknown, args: ToolArguments) => ShapedResult;
}

export type ToolArguments = Readonly<Record<string, unknown>>;

export interface ShapedResult {
  readonly text: string;
  readonly data: Readonly<Record<string, unknown>>;
}
