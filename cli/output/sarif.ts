import { relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Location, Log, Result } from 'sarif';
import { describeActor } from '../../shared/core/actor.ts';
import { idsOf } from '../../shared/core/controls.ts';
import type { Cause, Finding } from '../../shared/core/finding.ts';
import type { AnyRule } from '../../shared/core/rule.ts';
import { isoTime, plain } from '../../shared/core/text.ts';
import { causeKey } from '../../shared/replay/replay.ts';
import { STANDARD_INPUT } from '../commands/sources.ts';
import { shownBy } from './control-ids.ts';
import { earlierOpenings, openersOf } from './openers.ts';
import type { Positions, TextPosition } from './positions.ts';
import { inOrder, type Manifest, type Report } from './report.ts';
import { fitting } from './sarif-limits.ts';
import { notificationsOf } from './sarif-notifications.ts';
import { descriptorOf, LEVELS } from './sarif-rules.ts';
import { statusOf } from './status.ts';

/**
 * Findings as SARIF 2.1.0, with what GitHub code scanning asks for. A location is the record of the event that opened
 * the finding; the resource is a logical location.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning
 */
export function sarif(
  report: Report,
  all: readonly AnyRule[],
  { version, homepage }: Manifest,
  positions: Positions,
): string {
  const on = new Set(report.configured.settings.rules.map(({ rule }) => rule.id));
  const rules = all.filter(({ id }) => on.has(id));
  const findings = inOrder(report.replayed.findings, report.now);
  const isAnyExempt = findings.some(({ exemption }) => exemption);
  const results = findings.map((finding) => resultOf(finding, rules, report, positions, isAnyExempt));
  return fitting(results, (some, left): Log => {
    const { isSuccess, notifications } = notificationsOf(report, rules, left);
    return {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Plumbline',
              version,
              semanticVersion: version,
              informationUri: homepage,
              rules: rules.map((rule) => descriptorOf(rule, homepage, report.configured.settings.frameworks)),
            },
          },
          automationDetails: { id: 'plumbline/replay/' },
          columnKind: 'utf16CodeUnits',
          invocations: [{ executionSuccessful: isSuccess, toolExecutionNotifications: [...notifications] }],
          results: [...some],
        },
      ],
    };
  });
}

function resultOf(
  finding: Finding,
  rules: readonly AnyRule[],
  report: Report,
  positions: Positions,
  isAnyExempt: boolean,
): Result {
  const { resource, cause, exemption } = finding;
  const status = statusOf(finding, report.replayed.gone);
  const openers = openersOf(finding);
  const location = (of: Cause) => locationOf(of, report, positions);
  return {
    ruleId: finding.rule,
    ruleIndex: rules.findIndex(({ id }) => id === finding.rule),
    level: LEVELS[finding.severity],
    kind: 'fail',
    baselineState: finding.status === 'resolved' ? 'absent' : 'new',
    // Where one result has it, all must have it.
    ...(isAnyExempt
      ? { suppressions: exemption ? [{ kind: 'external', status: 'accepted', justification: exemption.reason }] : [] }
      : {}),
    message: { text: messageOf(finding, status) },
    locations: [
      {
        ...location(cause),
        logicalLocations: [
          {
            name: resource.id,
            fullyQualifiedName: resource.arn ?? `${resource.kind}/${resource.id}`,
            kind: 'resource',
          },
        ],
      },
    ],
    ...(openers.length > 1
      ? {
          relatedLocations: openers.map((opener, id) => ({
            id,
            ...location(opener.cause),
            message: { text: inMessage(`${opener.texts.join(' ')} ${cameFrom(opener.cause)}`.trim()) },
          })),
        }
      : {}),
    partialFingerprints: { primaryLocationLineHash: `${finding.id}:1`, 'plumblineFinding/v1': finding.id },
    properties: {
      status,
      severity: finding.severity,
      controls: idsOf(finding.controls, shownBy(report.configured.settings)),
      causes: openers.map((opener) => ({
        eventId: opener.cause.eventId,
        eventName: opener.cause.eventName,
        eventTime: isoTime(opener.cause.occurredAt),
        actor: describeActor(opener.cause.actor),
        ...recordOf(opener.cause, report),
      })),
      resourceType: resource.type,
      account: resource.account,
      region: resource.region,
    },
  };
}

/** What is wrong and who did it, then where, and how it ended. */
function messageOf(finding: Finding, status: string): string {
  const { resource, episodes } = finding;
  const wrong = openersOf(finding).map(({ texts, cause }) =>
    texts.length > 0 ? `${texts.join(' ')} Opened by ${cameFrom(cause)}.` : `First opened by ${cameFrom(cause)}.`,
  );
  const end = finding.status === 'resolved' ? episodes.at(-1)?.to : undefined;
  const ended = end ? ` Ended by ${cameFrom(end)}${status === 'gone' ? ': the resource was deleted' : ''}.` : '';
  const where = ` Resource: ${resource.kind} ${resource.id} (${resource.account} ${resource.region}).`;
  const earlier = earlierOpenings(finding);
  const before = earlier ? ` It was ${earlier}.` : '';
  return inMessage(`${wrong.join(' ')}${where}${before}${ended}`);
}

function cameFrom({ actor, eventName, occurredAt }: Cause): string {
  return `${describeActor(actor)} with ${eventName} at ${isoTime(occurredAt)}`;
}

/** In a message of SARIF, text in brackets can become a link. */
function inMessage(text: string): string {
  return plain(text).replace(/[[\]]/g, '\\$&');
}

function locationOf(cause: Cause, { replayed }: Report, positions: Positions): Location {
  const key = causeKey(cause);
  return {
    physicalLocation: {
      artifactLocation: { uri: uriOf(replayed.places.get(key)?.source ?? STANDARD_INPUT) },
      region: regionOf(positions.get(key)),
    },
  };
}

/** The first character of the record; the first line where its position is unknown. */
function regionOf(position: TextPosition | undefined) {
  if (!position) return { startLine: 1 };
  const { line, column } = position;
  return { startLine: line, startColumn: column, endLine: line, endColumn: column + 1 };
}

/** Relative to the working folder, as GitHub matches it with the files of a repository; else absolute. */
function uriOf(source: string): string {
  if (source === STANDARD_INPUT) return 'stdin';
  const path = relative(process.cwd(), source);
  const absolute = pathToFileURL(source).href;
  if (path.startsWith('..')) return absolute;
  const folder = pathToFileURL(`${process.cwd()}/`).href;
  return absolute.startsWith(folder) ? absolute.slice(folder.length) : absolute;
}

/** The offset is in bytes, from the start of the unpacked content. */
function recordOf(cause: Cause, { replayed }: Report) {
  const place = replayed.places.get(causeKey(cause));
  return place ? { source: place.source, byteOffset: place.offset } : {};
}
