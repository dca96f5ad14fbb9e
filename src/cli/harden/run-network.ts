import { readConfigurationFile } from '../../config/configuration-file.ts';
import { type NetworkAssertion, assertionForms, parseAssertion } from '../../harden/network/assertion.ts';
import { judgeAssertion, type JudgedAssertion } from '../../harden/network/judge-assertion.ts';
import { type NetworkView } from '../../harden/network/network-view.ts';
import { exitCodes } from '../../model/exit-codes.ts';
import { PratiqueError } from '../../model/pratique-error.ts';
import { makeStyle } from '../../report/table/style.ts';
import { type CommandContext, type CommandInput, hasOption, optionValue, optionValues } from '../command.ts';
import { type FormatNames, readOutputTargets } from '../terminal/output-targets.ts';
import { writeOutputFile } from '../terminal/write-output-file.ts';
import { readConfigurationName } from '../words/configuration-name.ts';
import { openHost } from '../audit/open-host.ts';
import { networkFormats } from './network-formats.ts';
import { readNetwork } from './read-network.ts';

/** Arguments → network → assertions → outputs → exit code. */
export async function runNetwork(input: CommandInput, context: CommandContext): Promise<number> {
  const targets = readOutputTargets(optionValue(input, 'format'), optionValues(input, 'output'), formats);
  const assertions = [...optionValues(input, 'assert').map((text) => readAssertion(text)), ...(await configuredAssertions(input))];
  const view = await readNetwork(input.arguments, (host) => openHost(host, context.runtime));
  const judged = assertions.map((assertion) => judgeAssertion(assertion, view));
  for (const { format, file } of targets)
    if (file !== undefined) writeOutputFile(file, await write(format, view, judged, { width: 100, useColor: false }));
  for (const { format, file } of targets)
    if (file === undefined) await context.output.write(await write(format, view, judged, context.output));
  return exitCodeOf(view, judged, hasOption(input, 'allow-incomplete'));
}

const formats: FormatNames = {
  list: networkFormats,
  usual: 'text',
  has: (format) => networkFormats.some((known) => known === format),
  ofFile: (file) => {
    const extension = /\.([a-z]+)$/i.exec(file)?.[1]?.toLowerCase();
    return new Map([['svg', 'svg'], ['json', 'json'], ['mmd', 'mermaid'], ['mermaid', 'mermaid'], ['txt', 'text']]).get(extension ?? ''); // prettier-ignore
  },
};

async function write(
  format: string,
  view: NetworkView,
  judged: readonly JudgedAssertion[],
  { width, useColor }: { readonly width: number; readonly useColor: boolean },
): Promise<Iterable<string>> {
  switch (format) {
    case 'mermaid':
      return (await import('../../harden/network/write-network-mermaid.ts')).writeNetworkMermaid(view);
    case 'svg':
      return (await import('../../harden/network/write-network-svg.ts')).writeNetworkSvg(view);
    case 'json':
      return [(await import('../../harden/network/write-network-json.ts')).writeNetworkJson(view, judged)];
    default: {
      const { strong, good, bad } = makeStyle(useColor);
      return (await import('../../harden/network/write-network-text.ts')).writeNetworkText(view, judged, { width, strong, good, bad });
    }
  }
}

function readAssertion(text: string): NetworkAssertion {
  const assertion = parseAssertion(text);
  if (assertion !== undefined) return assertion;
  throw new PratiqueError('USAGE', `--assert ${JSON.stringify(text.slice(0, 120))} is no assertion`, {
    hint: `write one of: ${assertionForms.join('; ')}`,
  });
}

/** Of the section `network` of the configuration file. */
async function configuredAssertions(input: CommandInput): Promise<readonly NetworkAssertion[]> {
  const file = readConfigurationFile(readConfigurationName(input));
  if (file === undefined) return [];
  const { decodeAssertions } = await import('../../harden/network/decode-assertions.ts');
  return decodeAssertions(file.text, file.path);
}

function exitCodeOf({ issues }: NetworkView, judged: readonly JudgedAssertion[], allowsIncomplete: boolean): number {
  if (judged.some(({ verdict }) => verdict === 'fail')) return exitCodes.policyFailed;
  const isWhole = issues.length === 0 && judged.every(({ verdict }) => verdict === 'pass');
  return isWhole || allowsIncomplete ? exitCodes.passed : exitCodes.incomplete;
}
