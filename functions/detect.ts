import middy from '@middy/core';
import { rules } from '../generated/rules.ts';
import { judgeEvent } from '../shared/app/judge-event.ts';
import { defaultSettings } from '../shared/config/settings.ts';
import { unwrap } from '../shared/trail/unwrap.ts';

const settings = defaultSettings(rules);

/** Judges what each CloudTrail event proves by itself and writes one line of JSON for each drift it shows. */
export const handler = middy().handler(async (delivered: unknown): Promise<void> => {
  for (const { record, envelope } of unwrap(delivered)) {
    for (const transition of await judgeEvent(record, envelope, settings)) {
      process.stdout.write(`${JSON.stringify(transition)}\n`);
    }
  }
});
