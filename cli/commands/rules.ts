import { rules } from '../../generated/rules.ts';
import { nearest } from '../../shared/config/nearest.ts';
import { optionsOf } from '../../shared/config/options.ts';
import { FRAMEWORKS } from '../../shared/core/controls.ts';
import { messagesOf } from '../../shared/core/message.ts';
import { type AnyRule } from '../../shared/core/rule.ts';
import { controlsOfRule } from '../../shared/core/rule-controls.ts';
import { UsageError } from '../errors.ts';
import { count } from '../output/text.ts';
import { suggestion } from './settings.ts';

/** `plumbline rules`. */
export function listRules(asJson: boolean): string {
  if (asJson) return `${JSON.stringify(rules.map(ruleJson), null, 2)}\n`;
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(({ id, severity, title }) => `${id.padEnd(width)}  ${severity.padEnd(8)}  ${title}`);
  return `${lines.join('\n')}\n\n${count(rules.length, 'rule')}; plumbline rules show <id> explains one\n`;
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

/** `plumbline rules show <id>`. */
export function showRule(id: string, asJson: boolean): string {
  const rule = rules.find((each) => each.id === id);
  if (!rule) throw new UsageError(`there is no rule ${id}${suggestion(id)}`);
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
      controlsOfRule(rule).map(([name, ids]) => `${FRAMEWORKS[name]}: ${ids.join(', ')}`),
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
      controls,
    })),
    options: optionsOf(rule),
    fix: rule.fix,
    remediation: rule.remediation
      ? {
          mode: rule.remediation.mode,
          actions: rule.remediation.actions.map(({ type }) => type),
        }
      : null,
    controls: Object.fromEntries(controlsOfRule(rule)),
  };
}
