import type { KnownBlock, MrkdwnElement } from '@slack/types';
import { cut } from '../core/text.ts';
import { headlineIn } from './headline.ts';
import type { Notification } from './notification.ts';

export interface SlackPayload {
  /** For a phone's notification, and for readers that show no blocks. */
  readonly text: string;
  readonly blocks: readonly KnownBlock[];
}

/**
 * Slack allows 150 characters in a header, 3,000 in a section and 50 blocks, and takes about 13,000 in all.
 * @see https://docs.slack.dev/reference/block-kit/blocks/section-block
 */
const MOST_HEADER = 150;
const MOST_WHAT = 1_500;
const MOST_FACTS = 2_500;
const MOST_COMMAND = 1_000;

/** A message of at most 12,000 characters. */
export function payloadOf(notification: Notification): SlackPayload {
  const headline = headlineIn(notification.headline, MOST_HEADER);
  const facts = notification.facts.map(({ name, lines }) => `*${name}*\n${lines.map(escape).join('\n')}`);
  const { command } = notification;
  return {
    text: fitting(escape(headline), 300),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: headline, emoji: false } },
      ...section(notification.what.map(escape).join('\n'), MOST_WHAT),
      ...section(facts.join('\n'), MOST_FACTS),
      ...(command ? section(`${command.purpose}:\n\`\`\`${escape(command.line)}\`\`\``, MOST_COMMAND) : []),
      {
        type: 'context',
        elements: [mrkdwn(fitting(escape(notification.footer), 300))],
      },
    ],
  };
}

function section(text: string, most: number): readonly KnownBlock[] {
  return text === '' ? [] : [{ type: 'section', text: mrkdwn(fitting(text, most)) }];
}

/** `verbatim`: no name in it becomes a link or a mention. */
function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}

/** @see https://docs.slack.dev/messaging/formatting-message-text#escaping */
function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Escaped text that takes at most `most` characters as JSON. No escape is cut in two. */
function fitting(text: string, most: number): string {
  let length = text.length;
  let short = text;
  while (JSON.stringify(short).length - 2 > most) {
    length = Math.min(length - 1, Math.floor((length * most) / JSON.stringify(short).length));
    short = cut(text, length).replace(/&[a-z]*…$/, '…');
  }
  return short;
}
