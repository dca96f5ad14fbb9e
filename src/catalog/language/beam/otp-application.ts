import { type FileCataloger } from '../../cataloger.ts';
import { besideByName } from '../beside-by-name.ts';
import { manifestCataloger } from '../manifest-cataloger.ts';
import { textOf } from '../text-of.ts';
import { asTerms, parseTerms, textOfTerm, type Term } from './parse-terms.ts';

/**
 * Applications of a BEAM release or installation: `ebin/NAME.app`, sometimes elsewhere; erlang.org, app(4). Those of Erlang/OTP and Elixir are told by their names; the others come from Hex,
 * whose packages nearly always have the name of their application.
 */
export const otpApplication: FileCataloger = manifestCataloger({
  id: 'otp-application',
  ecosystems: ['otp', 'hex'],
  details: ['dependencies'],
  files: { suffixes: ['.app'] },
  read: (content, { path }, { tree }) => {
    const [kind, name, properties] = asTerms(parseTerms(textOf(content), 'erlang')?.[0]) ?? [];
    if (kind !== 'application' || typeof name !== 'string' || name === '')
      // Other programs have files of this ending, too.
      return /(?:^|\/)ebin\/[^/]+$/.test(path) ? 'is not an application resource' : undefined;
    const version = textOfTerm(propertyOf(properties, 'vsn'));
    const needed = ['applications', 'included_applications'].flatMap((key) => asTerms(propertyOf(properties, key)) ?? []);
    const needs = needed.flatMap((each) => textOfTerm(each) ?? []);
    return {
      name,
      ...(version === undefined || version === '' ? {} : { version }),
      ecosystem: platformApplications.has(name) ? 'otp' : 'hex',
      ...(needs.length === 0 ? {} : { resolveDependencies: (idAt) => applications.resolve(tree, path, needs, idAt) }),
    };
  },
});

function propertyOf(properties: Term | undefined, key: string): Term | undefined {
  return asTerms(asTerms(properties)?.find((each) => asTerms(each)?.[0] === key))?.[1];
}

/** `lib/NAME-VERSION/ebin/NAME.app`, or without the version. */
const applications = besideByName(() => otpApplication.files, /^(?<folder>.*\/|)[^/]+\/ebin\/(?<name>[^/]+)\.app$/);

/** erlang.org, "Applications", those of earlier releases among them; elixir-lang/elixir, lib/. */
// prettier-ignore
const platformApplications: ReadonlySet<string> = new Set([
  'asn1', 'common_test', 'compiler', 'cosEvent', 'cosEventDomain', 'cosFileTransfer', 'cosNotification', 'cosProperty', 'cosTime', 'cosTransactions', 'crypto', 'debugger',
  'dialyzer', 'diameter', 'edoc', 'eldap', 'erl_docgen', 'erl_interface', 'erts', 'et', 'eunit', 'ftp', 'gs', 'hipe', 'ic', 'inets', 'jinterface', 'kernel', 'megaco',
  'mnesia', 'observer', 'odbc', 'orber', 'os_mon', 'ose', 'otp_mibs', 'parsetools', 'percept', 'public_key', 'reltool', 'runtime_tools', 'sasl', 'snmp', 'ssh', 'ssl', 'stdlib',
  'syntax_tools', 'test_server', 'tftp', 'tools', 'typer', 'webtool', 'wx', 'xmerl',
  'eex', 'elixir', 'ex_unit', 'iex', 'logger', 'mix',
]);
