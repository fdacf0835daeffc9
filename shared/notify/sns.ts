import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { Aws } from '../aws/clients.ts';
import type { Permissions } from '../aws/permissions.ts';
import type { ShownIds } from '../core/controls.ts';
import { cut } from '../core/text.ts';
import type { DeliverableEvent } from '../store/store.ts';
import { isAuditRecord, isNoticeEvent } from '../store/stream.ts';
import { controlAttributesOf, controlDetailOf } from './control-event.ts';
import type { Send } from './deliver-job.ts';
import { detailOf } from './event.ts';
import { headlineIn } from './headline.ts';
import { noticeAttributesOf, noticeDetailOf } from './notice-event.ts';
import type { Notification } from './notification.ts';
import type { Surroundings } from './surroundings.ts';
import { notificationOf } from './text.ts';

export const permissions: Permissions = { 'sns:Publish': 'sns:{region}:{account}:{topic}' };

export interface SnsOptions {
  readonly aws: Aws;
  /** The topic's ARN. */
  readonly topic: string;
  readonly surroundings: Surroundings;
  now(): number;
}

/** Publishes a text for people, JSON for machines, and attributes for filter policies. Throws the errors of the SDK. */
export function createSns({ aws, topic, surroundings, now }: SnsOptions): Send {
  const { region } = surroundings;
  return async (event) => {
    const notification = notificationOf(event, now(), surroundings);
    await aws.client(SNSClient, { region }).send(
      new PublishCommand({
        TopicArn: topic,
        Subject: subjectOf(notification),
        Message: JSON.stringify(messagesOf(event, notification, surroundings)),
        MessageStructure: 'json',
        MessageAttributes: Object.fromEntries(
          Object.entries(attributesOf(event, surroundings)).map(([name, text]) => [
            name,
            { DataType: 'String', StringValue: text },
          ]),
        ),
      }),
    );
  };
}

/**
 * An SNS message holds 256 KiB, and the JSON is in it once for each protocol, its quotes escaped.
 * @see https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */
const MOST_JSON = 20_000;
/** One SMS of ASCII text. */
const MOST_SMS = 140;

function messagesOf(
  event: DeliverableEvent,
  notification: Notification,
  { shown }: Surroundings,
): Readonly<Record<string, string>> {
  const json = JSON.stringify(detailIn(event, shown));
  return {
    default: textOf(notification),
    sms: fitted(notification, MOST_SMS),
    sqs: json,
    lambda: json,
    firehose: json,
    http: json,
    https: json,
  };
}

function detailIn(event: DeliverableEvent, shown: ShownIds): object {
  if (isAuditRecord(event)) return controlDetailOf(event);
  return isNoticeEvent(event) ? noticeDetailOf(event, shown) : detailOf(event, MOST_JSON, shown);
}

/** For filter policies. With more than ten, raw delivery to SQS drops the message. */
function attributesOf(
  event: DeliverableEvent,
  { service, region: own }: Surroundings,
): Readonly<Record<string, string>> {
  if (isAuditRecord(event)) return { ...controlAttributesOf(event), region: own };
  if (isNoticeEvent(event)) return { ...noticeAttributesOf(event), region: own };
  const { finding, type, severity } = event;
  const { kind, account, region } = finding.resource;
  return {
    severity,
    type,
    rule: finding.rule,
    service: service(kind),
    kind,
    account,
    region,
    finding: finding.id,
  };
}

/** Subjects are ASCII, without line breaks and below 100 characters. */
export function subjectOf(notification: Notification): string {
  return fitted(notification, 99);
}

function fitted({ headline }: Notification, most: number): string {
  const parts = { ...headline, what: ascii(headline.what), resource: ascii(headline.resource) };
  // Both texts may be cut, and the mark of a cut becomes three characters.
  return headlineIn(parts, most - 4).replaceAll('…', '...');
}

function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, '?');
}

/** Short lines, for a phone: the violations, then one fact after the other. */
export function textOf({ what, facts, command, footer }: Notification): string {
  return [
    ...what,
    '',
    ...facts.flatMap(({ name, lines }) => [`${name}:`, ...lines.map((line) => `  ${line}`)]),
    ...(command ? ['', `${command.purpose}:`, command.line] : []),
    '',
    cut(footer, 400),
  ].join('\n');
}
