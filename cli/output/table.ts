import { describeActor } from '../../shared/core/actor.ts';
import { sameCause } from '../../shared/core/cause.ts';
import { shownControls } from '../../shared/core/controls.ts';
import { lastDayOf } from '../../shared/core/exemption.ts';
import { type Cause, type Finding, openFor } from '../../shared/core/finding.ts';
import { duration, isoTime, plain } from '../../shared/core/text.ts';
import { simulatedMode } from '../../shared/replay/replay.ts';
import { shownBy } from './control-ids.ts';
import { noticeLines } from './notices.ts';
import { earlierOpenings, openersOf } from './openers.ts';
import { notesOf, outcomeOf } from './outcome.ts';
import { inOrder, type Report, unreadableCount } from './report.ts';
import { statusOf } from './status.ts';
import { count, grouped, type Paint } from './text.ts';

const INDENT = ' '.repeat(10);

/** The report for people: a block for each finding, then what was read and what could not be judged. */
export function table(report: Report, paint: Paint, width: number): string {
  const findings = inOrder(report.replayed.findings, report.now);
  return [
    ...heading(report, paint),
    ...findings.flatMap((finding) => block(finding, report, paint, width)),
    ...noticeLines(report.notices, paint),
    ...summary(report, paint),
    '',
  ].join('\n');
}

function heading(report: Report, paint: Paint): string[] {
  if (report.replayed.findings.length === 0) return [paint.bold(plain(outcomeOf(report).text)), ''];
  const columns = ['SEVERITY', 'STATUS', 'OPENED', 'OPEN FOR', 'RESOURCE'];
  return [paint.bold(row(columns)), ''];
}

function row([severity = '', status = '', opened = '', open = '', resource = '']: readonly string[]): string {
  return `${severity.padEnd(9)} ${status.padEnd(9)} ${opened.padEnd(20)} ${open.padEnd(13)} ${resource}`;
}

function block(finding: Finding, { now, replayed, configured }: Report, paint: Paint, width: number): string[] {
  const { resource, cause, severity } = finding;
  const status = statusOf(finding, replayed.gone);
  const lasted = duration(openFor(finding, now));
  const where = plain(`${resource.kind} ${resource.id} (${resource.account} ${resource.region})`);
  const line = row([severity, status, isoTime(cause.occurredAt), lasted, where]);
  const ended = finding.status === 'resolved' ? finding.episodes.at(-1)?.to : undefined;
  const earlier = earlierOpenings(finding);
  const how = status === 'gone' ? 'the resource was deleted' : endingsOf(finding);
  return [
    paint.severity(line.slice(0, 9), severity) + line.slice(9),
    ...openers(finding, paint, width),
    ...(ended ? wrapped(`ended by ${cameFrom(ended)}: ${how}`, width).map(paint.dim) : []),
    ...(earlier ? wrapped(earlier, width).map(paint.dim) : []),
    ...(ended && !finding.exemption ? [] : wrapped(exemptOrFix(finding), width).map(paint.dim)),
    paint.dim(
      `${INDENT}${[finding.rule, shownControls(finding.controls, shownBy(configured.settings))].filter(Boolean).join(' · ')}`,
    ),
    '',
  ];
}

/** What is right again, without the last full stop. */
function endingsOf({ violations }: Finding): string {
  return violations.map(({ text, resolvedText = text }) => resolvedText.replace(/\.$/, '')).join('; ');
}

/** Below what is wrong, who did it; the time where somebody did it later than the finding was opened. */
function openers(finding: Finding, paint: Paint, width: number): string[] {
  return openersOf(finding).flatMap(({ cause, texts }) => {
    const isFirst = sameCause(cause, finding.cause);
    const verb = isFirst ? (texts.length > 0 ? 'opened by' : 'first opened by') : 'added by';
    const later = isFirst ? '' : ` at ${isoTime(cause.occurredAt)}`;
    return [
      ...texts.flatMap((text) => wrapped(text, width)),
      ...wrapped(`${verb} ${cameFrom(cause)}${later}`, width).map(paint.dim),
    ];
  });
}

function cameFrom({ actor, eventName }: Cause): string {
  const from = actor.sourceIp && actor.sourceIp !== actor.name ? ` from ${actor.sourceIp}` : '';
  return `${describeActor(actor)}${from} with ${eventName}`;
}

const FIX = { auto: 'fix', approve: 'fix, after approval', manual: 'fix, by hand' } as const;

function exemptOrFix({ exemption, plan }: Finding): string {
  if (exemption) {
    return `accepted by ${exemption.owner} until ${lastDayOf(exemption)}: ${exemption.reason}`;
  }
  return `${FIX[plan.mode]}: ${plan.steps.join('; then ')}`;
}

/** The words of a sentence, indented, on lines of at most `width` characters. Makes text from an account safe. */
function wrapped(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = INDENT;
  for (const word of plain(text).split(' ')) {
    if (line.length + word.length + 1 > width && line.trim()) {
      lines.push(line.trimEnd());
      line = `${INDENT}  `;
    }
    line += `${word} `;
  }
  return [...lines, line.trimEnd()];
}

function summary(report: Report, paint: Paint): string[] {
  const { replayed, tally, files, ignored } = report;
  const [open = 0, exempt = 0] = (['open', 'exempt'] as const).map(
    (wanted) => replayed.findings.filter(({ status }) => status === wanted).length,
  );
  const span =
    replayed.from === undefined ? '' : `, ${isoTime(replayed.from)} to ${isoTime(replayed.to ?? replayed.from)}`;
  return [
    paint.bold(
      `${count(replayed.findings.length, 'finding')}, ${open} open${exempt > 0 ? `, ${exempt} exempt` : ''}${span}`,
    ),
    `${count(tally.records, 'record')} in ${count(files, 'source')}: ${[
      `${count(replayed.followed, 'change')} followed`,
      `${grouped(tally.unwatched)} not covered by any rule`,
      `${grouped(tally.failed)} refused by AWS`,
      ...(replayed.repeated > 0 ? [`${grouped(replayed.repeated)} repeated`] : []),
      ...(replayed.later > 0 ? [`${grouped(replayed.later)} after --until`] : []),
      `${grouped(unreadableCount(tally))} unreadable`,
    ].join(', ')}`,
    ...(ignored > 0 ? [`${count(ignored, 'file')} ignored: not named like a log file, or a CloudTrail digest`] : []),
    ...Object.entries(tally.unreadable).map(
      ([reason, number]) => `  unreadable: ${plain(reason)} (${count(number, 'record')})`,
    ),
    plain(settingsLine(report)),
    ...notesOf(report).map((note) => plain(`Note: ${note}`)),
    ...undetermined(report),
    ...remediation(report),
  ];
}

/** Where the rules and their options come from. */
function settingsLine({ configured: { file, settings } }: Report): string {
  return `Settings: ${file ?? 'the defaults, as there is no plumbline.yml'}; ${count(settings.rules.length, 'rule')} on`;
}

/** The rules that could not decide on a change: no finding there does not mean compliance. */
function undetermined({ replayed }: Report): string[] {
  if (replayed.undetermined.length === 0) return [];
  const lines = replayed.undetermined.map(
    ({ rule, why, count: times }) => `  ${rule}: ${plain(why)} (${count(times, 'change')})`,
  );
  return ['', 'Undetermined: the log does not show enough.', ...lines];
}

function remediation({ replayed, simulated, now }: Report): string[] {
  if (!simulated) return [];
  const { exposure, reaction } = simulated;
  const { auto, approve, manual } = exposure;
  return [
    '',
    `With remediation (simulated; each fix takes ${duration(reaction)}):`,
    `  ${count(auto, 'finding')} remediated automatically, ${approve} after approval, ${manual} to fix by hand`,
    `  total time open: ${duration(exposure.without)}; with remediation: ${duration(exposure.withRemediation)}`,
    ...inOrder(replayed.findings, now)
      .filter((finding) => simulatedMode(finding, replayed.fixable, 'auto') === 'auto')
      .map(
        (finding) =>
          `  ${finding.rule} on ${plain(finding.resource.id)}: open ${duration(openFor(finding, now))}; with remediation: ${duration(openFor(finding, now, reaction))}`,
      ),
  ];
}
