import { YamlError } from '../../lib/yaml/yaml-error.ts';
import { type YamlValue } from '../../lib/yaml/yaml-value.ts';
import { configurationError } from '../../model/configuration-error.ts';
import { itemsOf, textOf } from '../ignore/anchore-bundle.ts';
import { parseIgnoreYaml } from '../ignore/parse-ignore-yaml.ts';
import { type AnchoreAction, type AnchoreBundle, type AnchoreRule, type AnchoreRuleSet } from './anchore-bundle.ts';
import { findTrigger } from './anchore-triggers.ts';
import { readSelector } from './read-selector.ts';
import { readParameter, RuleParameters } from './rule-parameters.ts';

const actions: readonly AnchoreAction[] = ['STOP', 'WARN', 'GO'];

/** Reads a bundle whole before anything is scanned. Throws CONFIG_INVALID with file and line. Its allow lists are read by `ignore/anchore-bundle.ts`. */
export function readAnchoreBundle(text: string, file: string): AnchoreBundle {
  try {
    return readBundle(parseIgnoreYaml(text), file);
  } catch (error) {
    throw error instanceof YamlError ? configurationError(file, error) : error;
  }
}

function readBundle(value: YamlValue, file: string): AnchoreBundle {
  const outer = value.entries();
  // Anchore's API wraps the bundle that it stores.
  const wrapped = outer.get('policybundle') ?? outer.get('policy');
  if (wrapped?.isMapping === true) return readBundle(wrapped, file);
  const sets = [...itemsOf(outer, 'policies'), ...itemsOf(outer, 'rule_sets')];
  if (!outer.has('mappings') || (!outer.has('policies') && !outer.has('rule_sets')))
    throw value.fault('is not an Anchore policy bundle: it has no mappings, or no policies or rule_sets');
  const ruleSets = new Map(sets.map((each) => readRuleSet(each, file)));
  const select = (...names: readonly string[]): AnchoreBundle['mappings'] =>
    names.flatMap((name) => itemsOf(outer, name)).map((each) => readSelector(each, file));
  const mappings = select('mappings');
  for (const [at, { ruleSetIds }] of mappings.entries())
    for (const id of ruleSetIds)
      if (!ruleSets.has(id))
        throw itemsOf(outer, 'mappings')[at]!.fault(`names the policy ${JSON.stringify(id)}, which is not in the file`);
  return {
    name: textOf(outer, 'name') ?? textOf(outer, 'id') ?? file,
    ruleSets,
    mappings,
    deniedImages: select('blacklisted_images', 'denylisted_images'),
    allowedImages: select('whitelisted_images', 'allowlisted_images'),
  };
}

function readRuleSet(value: YamlValue, file: string): readonly [string, AnchoreRuleSet] {
  const members = value.entries();
  const id = textOf(members, 'id');
  if (id === undefined) throw value.fault('has no id');
  return [id, { name: textOf(members, 'name') ?? id, rules: itemsOf(members, 'rules').map((rule) => readRule(rule, file)) }];
}

function readRule(value: YamlValue, file: string): AnchoreRule {
  const members = value.entries();
  const [gate, trigger] = [textOf(members, 'gate'), textOf(members, 'trigger')];
  if (gate === undefined || trigger === undefined) throw value.fault('has no gate, or no trigger');
  const stated = textOf(members, 'action')?.toUpperCase();
  const action = actions.find((each) => each === stated);
  if (action === undefined) throw value.fault(`has the action ${JSON.stringify(stated ?? '')}`, actions.join(', '));
  const recommendation = textOf(members, 'recommendation');
  return {
    origin: `${file}:${value.line}`,
    gate,
    trigger,
    action,
    parameters: readParameters(value, members, gate, trigger),
    ...(recommendation === undefined ? {} : { recommendation }),
  };
}

/** Parameters that the trigger does not have are kept as text, so that judging can say that they have no counterpart. */
function readParameters(rule: YamlValue, members: ReadonlyMap<string, YamlValue>, gate: string, trigger: string): RuleParameters {
  const known = findTrigger(gate, trigger);
  const values = new Map<string, unknown>();
  for (const parameter of itemsOf(members, 'params')) {
    const each = parameter.entries();
    const name = textOf(each, 'name');
    if (name === undefined) throw parameter.fault('has no name');
    const value = each.get('value');
    if (value === undefined || textOf(each, 'value') === undefined) continue;
    const kind = known !== undefined && Object.hasOwn(known.parameters, name) ? known.parameters[name]! : 'text';
    values.set(name, readParameter(value, kind));
  }
  const missing = known?.required.find((name) => !values.has(name));
  if (missing !== undefined) throw rule.fault(`has no parameter ${missing}, which ${gate} ${trigger} requires`);
  return new RuleParameters(values);
}
