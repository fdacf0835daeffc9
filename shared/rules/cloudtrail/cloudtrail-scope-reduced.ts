import * as z from 'zod';
import { conclude, defineRule, partly } from '../../core/rule.ts';
import { putEventSelectors, updateTrail } from '../../resources/cloudtrail-trail/actions.ts';
import { cloudtrailTrail } from '../../resources/cloudtrail-trail/kind.ts';
import {
  ANOTHER_RECORDS,
  areBothRecordedElsewhere,
  isRecordedElsewhere,
  type RecordingTrail,
  recordsManagement,
} from '../../resources/cloudtrail-trail/together.ts';

export default defineRule({
  id: 'cloudtrail-scope-reduced',
  title: 'CloudTrail trails together record all management events of all regions',
  severity: 'high',
  kind: cloudtrailTrail,
  watches: ['multiRegion', 'globalServices', 'managementEvents'],
  neighbours: ['trails'],
  controls: ['cloudtrail-scope-reduced'],
  options: z.strictObject({
    partialTrails: z
      .array(z.string())
      .default([])
      .describe('Names of trails that record less on purpose, such as a trail for data events.'),
    excludableSources: z
      .array(z.string())
      .default([])
      .describe('Event sources whose management events may be excluded, such as `kms.amazonaws.com`.'),
  }),
  messages: {
    excluded: 'The trail does not record management events: changes in this account are not recorded.',
    readOnly: 'The trail records only read management events: changes in this account are not recorded.',
    writeOnly: {
      text: 'The trail records only write management events: read calls are not recorded.',
      severity: 'medium',
    },
    sources: { text: 'The trail excludes the management events of {{source}}.', severity: 'medium' },
    globalServices: 'The trail no longer records global services, such as IAM.',
    multiRegion: 'The trail no longer records the other regions.',
  },
  fix: 'Make the trail a multi-region trail with global services, and record all management events.',

  judge(trail, { ref, options: { partialTrails, excludableSources }, baseline, neighbours }) {
    const { managementEvents } = trail;
    if (partialTrails.includes(ref.id)) return [];
    // A trail that was created with a smaller scope is compliant.
    const lost = (['globalServices', 'multiRegion'] as const).filter(
      (setting) => trail[setting] === false && baseline !== undefined && baseline[setting] !== false,
    );
    const missing = managementEvents && MISSING[managementEvents.included ? managementEvents.readWrite : 'none'];
    const excluded = [...new Set(managementEvents?.excludedSources)];
    const sources = excluded.filter((source) => !excludableSources.includes(source));
    const place = { multiRegion: lost.includes('multiRegion') || trail.multiRegion !== false };
    const elsewhere = (records: (other: RecordingTrail) => boolean) =>
      isRecordedElsewhere(ref, place, neighbours, records);
    const bothElsewhere = (records: Parameters<typeof areBothRecordedElsewhere>[3]) =>
      areBothRecordedElsewhere(ref, place, neighbours, records);
    return conclude(
      [
        ...(missing
          ? unless(
              { message: missing, path: 'managementEvents', data: {} } as const,
              elsewhere((other) => recordsManagement(other, NOT_RECORDED[missing])),
            )
          : []),
        ...sources.flatMap((source) =>
          unless(
            { message: 'sources' as const, path: `managementEvents/${source}`, data: { source } },
            bothElsewhere((other, which) => recordsManagement(other, which, source)),
          ),
        ),
        ...lost.flatMap((setting) =>
          unless(
            { message: setting, path: setting, data: {} },
            bothElsewhere((other, which) => other.globalServices !== false && recordsManagement(other, which)),
          ),
        ),
      ],
      !managementEvents && partly('No event showed which management events the trail records.'),
    );
  },

  remediation: {
    mode: 'auto',
    actions: [updateTrail, putEventSelectors],
    plan({ managementEvents: before }, violations, { baseline, options: { excludableSources } }) {
      const was = baseline?.managementEvents;
      const allowed = (before?.excludedSources ?? []).filter((source) => excludableSources.includes(source));
      const everything = { included: true, readWrite: 'All', excludedSources: allowed } as const;
      const selectors = violations.some(({ path }) => path.startsWith('managementEvents'));
      // Global services come first, because a multi-region trail must include them.
      const settings = violations.flatMap(({ message }) =>
        message === 'globalServices' || message === 'multiRegion'
          ? [updateTrail({ setting: message, before: false, after: true })]
          : [],
      );
      if (!selectors || !before) return settings;
      return {
        // What the trail recorded before may be too little by now: other trails or the options have changed.
        oneOf: [...(was ? [was] : []), everything].map((after) => [putEventSelectors({ before, after }), ...settings]),
        cannot: 'No selection of management events would be right for this trail.',
      };
    },
  },
});

/** None where another trail records it. */
function unless<V extends object>(found: V, isElsewhere: boolean | undefined) {
  if (isElsewhere) return [];
  return [isElsewhere === undefined ? { ...found, unless: ANOTHER_RECORDS } : found];
}

/** What another trail has to record. A trail that records some management events is judged itself. */
const NOT_RECORDED = { excluded: 'any', readOnly: 'writes', writeOnly: 'reads' } as const;
const MISSING = { none: 'excluded', ReadOnly: 'readOnly', WriteOnly: 'writeOnly', All: undefined } as const;
