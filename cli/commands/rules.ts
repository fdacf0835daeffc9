import { rules } from '../../generated/rules.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { optionsOf } from '../../shared/config/options.ts';
import { FRAMEWORKS, type Framework, listControls } from '../../shared/core/controls.ts';
import { messagesOf } from '../../shared/core/message.ts';
import { type AnyRule } from '../../shared/core/rule.ts';
import { byFramework, controlsOfRule, servedBy } from '../../shared/core/rule-controls.ts';
import { UsageError } from '../errors.ts';
import { controlIds } from '../output/control-ids.ts';
import { count } from '../output/text.ts';
import { showControl } from './control.ts';
import { frameworksIn } from './frameworks.ts';
import { services } from './served.ts';

/** `plumbline rules`; with frameworks, the rules that serve a control of one of them, with its ids. */
export function listRules(asJson: boolean, given?: readonly string[]): string {
  if (given !== undefined) return listFor(frameworksIn(given), asJson);
  if (asJson) return `${JSON.stringify(rules.map(ruleJson), null, 2)}\n`;
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`);
  return `${lines.join('\n')}\n\n${count(rules.length, 'rule')}; plumbline rules show <id> explains one, or a control such as EC2.13\n`;
}

function listFor(frameworks: readonly Framework[], asJson: boolean): string {
  const shown = rules.flatMap((rule) => {
    const ids = controlsOfRule(rule, controlIds).filter(([name]) => frameworks.includes(name));
    return ids.length > 0 ? [{ rule, ids }] : [];
  });
  if (asJson)
    return `${JSON.stringify(
      shown.map(({ rule }) => ruleJson(rule)),
      null,
      2,
    )}\n`;
  const width = Math.max(0, ...shown.map(({ rule }) => rule.id.length));
  const lines = shown.flatMap(({ rule, ids }) =>
    ids.map(([name, own], at) => {
      const head = at === 0 ? `${rule.id.padEnd(width)}  ${rule.severity.padEnd(8)}` : ' '.repeat(width + 10);
      return `${head}  ${frameworks.length > 1 ? `${name} ` : ''}${own.join(', ')}`;
    }),
  );
  const what = frameworks.map((name) => FRAMEWORKS[name]).join(' and ');
  return `${[...lines, ''].join('\n')}\n${count(shown.length, 'rule')} for ${what}; plumbline rules show <id> explains a rule or a control\n`;
}

/** For `plumbline rules <word>`: most likely a rule's id, or `show` with a typing mistake. */
export function unknownRulesCommand([word = '']: readonly string[]): UsageError {
  const near = nearest(word, ['show', 'list']);
  const rule =
    near ??
    nearest(
      word,
      rules.map(({ id }) => id),
    );
  const hint = near ? `rules ${near}` : rule ? `rules show ${rule}` : 'rules --help';
  return new UsageError(`there is no command rules ${word}; did you mean plumbline ${hint}?`);
}

/** `plumbline rules show <id>`: of a rule, of a control, or an id of a framework. */
export function showRule(id: string, asJson: boolean): string {
  const rule = rules.find((each) => each.id === id);
  if (!rule) return showControl(id, asJson);
  if (asJson) return `${JSON.stringify(ruleJson(rule), null, 2)}\n`;
  const { options, messages, remediation, ...about } = ruleJson(rule);
  const section = (title: string, lines: readonly string[]) =>
    lines.length > 0 ? ['', title, ...lines.map((line) => `  ${line}`)] : [];
  return `${[
    `${about.id} (${about.severity})`,
    `${about.title}.`,
    ...section('Resource', [about.kind]),
    ...section('Events', about.events),
    ...section(
      'Reports',
      messages.map(({ text, severity }) => `${text} (${severity})`),
    ),
    ...section(
      'Options',
      options.flatMap(({ name, default: fallback, description }) => [
        `${name}: ${fallback === undefined ? '(no default)' : JSON.stringify(fallback)}`,
        `  ${description}`,
      ]),
    ),
    ...section('Fix', [about.fix]),
    ...section('Remediation', [
      remediation
        ? `${remediation.mode === 'auto' ? 'may be automatic' : 'after approval'}: ${remediation.actions.join(', ')}`
        : 'by hand only',
    ]),
    ...section(
      'Controls',
      controlsOfRule(rule, controlIds).map(([name, ids]) => `${FRAMEWORKS[name]}: ${ids.join(', ')}`),
    ),
    ...section(
      'Served only partly',
      services.flatMap((each) =>
        each.rule === rule.id && each.partly !== undefined ? [`${each.control}: ${each.partly}`] : [],
      ),
    ),
  ].join('\n')}\n`;
}

function ruleJson(rule: AnyRule) {
  return {
    id: rule.id,
    title: rule.title,
    severity: rule.severity,
    kind: rule.kind.title,
    events: rule.triggers,
    messages: messagesOf(rule).map(({ id, text, severity, controls }) => ({
      id,
      text: text.replace(/\{\{(\w+)\}\}/g, '<$1>'),
      severity,
      controls: Object.fromEntries(byFramework(listControls(controls), controlIds)),
    })),
    options: optionsOf(rule),
    fix: rule.fix,
    remediation: rule.remediation
      ? {
          mode: rule.remediation.mode,
          actions: rule.remediation.actions.map(({ type }) => type),
        }
      : null,
    serves: servedBy(rule),
    controls: Object.fromEntries(controlsOfRule(rule, controlIds)),
  };
}
