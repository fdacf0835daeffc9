import { type TrailEvent, UnreadableEvent } from '../../core/event.ts';
import { at, flagAt, listAt, numberAt, textAt, textsAt } from '../../core/json.ts';
import { defineKind, type Gone } from '../../core/kind.ts';
import { withItems, withoutItems } from '../../core/listing.ts';
import { functionIn } from '../common/function-name.ts';
import { lambda, mapping, partArn, queue, rule, table, topic } from './names.ts';
import {
  attributesIn,
  mappingSettings,
  QUEUE_ATTRIBUTES,
  ruleSettings,
  streamIn,
  TOPIC_ATTRIBUTES,
  targetsIn,
} from './settings.ts';
import { BLANK, type MonitorPart, remove, set, writerOf } from './state.ts';

/** Records of functions are known as they are published; those of rules, queues, mappings, tables and topics follow the API. */
export const monitorPart = defineKind<MonitorPart>()({
  name: 'monitor-part',
  title: 'Part of Plumbline',
  blank: BLANK,
  // What brings in the events of global services: rules, a queue and a topic.
  alsoGlobal: ['events', 'sqs', 'sns'],
  arn: partArn,
  events: {
    'events:PutRule': { ids: rule, evolve: (known, event) => set(known, event, ruleSettings(event.requestParameters)) },
    'events:EnableRule': { ids: rule, evolve: (known, event) => set(known, event, { enabled: true }) },
    'events:DisableRule': { ids: rule, evolve: (known, event) => set(known, event, { enabled: false }) },
    'events:PutTargets': { ids: rule, evolve: addTargets },
    'events:RemoveTargets': { ids: rule, evolve: removeTargets },
    'events:DeleteRule': { ids: rule, evolve: remove },
    'sqs:CreateQueue': { ids: queue, evolve: createQueue },
    'sqs:SetQueueAttributes': { ids: queue, evolve: setQueue },
    'sqs:AddPermission': { ids: queue, evolve: setPolicy },
    'sqs:RemovePermission': { ids: queue, evolve: setPolicy },
    'sqs:PurgeQueue': { ids: queue, evolve: purge },
    'sqs:DeleteQueue': { ids: queue, evolve: remove },
    'lambda:CreateFunction': { ids: lambda, evolve: createFunction },
    'lambda:UpdateFunctionCode': { ids: lambda, evolve: updateCode },
    'lambda:UpdateFunctionConfiguration': { ids: lambda, evolve: configure },
    'lambda:PutFunctionConcurrency': { ids: lambda, evolve: reserve },
    'lambda:DeleteFunctionConcurrency': {
      ids: lambda,
      evolve: (known, event) => set(known, event, { concurrency: null }),
    },
    'lambda:DeleteFunction': { ids: lambda, evolve: removeFunction },
    'lambda:CreateEventSourceMapping': { ids: mapping, evolve: createMapping },
    'lambda:UpdateEventSourceMapping': { ids: mapping, evolve: updateMapping },
    'lambda:DeleteEventSourceMapping': { ids: mapping, evolve: remove },
    'dynamodb:CreateTable': { ids: table, evolve: createTable },
    'dynamodb:UpdateTable': { ids: table, evolve: updateTable },
    'dynamodb:DeleteTable': { ids: table, evolve: remove },
    'sns:CreateTopic': { ids: topic, evolve: createTopic },
    'sns:SetTopicAttributes': { ids: topic, evolve: setTopic },
    'sns:DeleteTopic': { ids: topic, evolve: remove },
  },
});

/** Some of many may have failed. */
function failedIn(event: TrailEvent): readonly (string | undefined)[] {
  return listAt(event.responseElements, 'failedEntries').map((entry) => textAt(entry, 'targetId'));
}

function addTargets(known: MonitorPart, event: TrailEvent): MonitorPart {
  const failed = failedIn(event);
  const added = targetsIn(event.requestParameters).filter(({ id }) => !failed.includes(id));
  return set(known, event, { targets: withItems(known.targets, added, ({ id }) => id) });
}

function removeTargets(known: MonitorPart, event: TrailEvent): MonitorPart {
  const failed = failedIn(event);
  const removed = textsAt(event.requestParameters, 'ids').filter((id) => !failed.includes(id));
  return set(known, event, { targets: withoutItems(known.targets, ({ id }) => removed.includes(id)) });
}

/** A queue of this name that is there already stays as it is; a new one has no policy but what it is given. */
function createQueue(known: MonitorPart, event: TrailEvent): MonitorPart {
  const given = attributesIn(QUEUE_ATTRIBUTES, at(event.requestParameters, 'attributes'));
  const unset = { Policy: null, RedrivePolicy: null };
  return set(known, event, { settings: known.exists === false ? { ...unset, ...given } : given });
}

function setQueue(known: MonitorPart, event: TrailEvent): MonitorPart {
  const attributes = at(event.requestParameters, 'attributes');
  if (attributes === undefined) throw new UnreadableEvent('SetQueueAttributes shows no attributes');
  return set(known, event, { settings: attributesIn(QUEUE_ATTRIBUTES, attributes) });
}

/** What policy came of it is not shown. */
function setPolicy(known: MonitorPart, event: TrailEvent): MonitorPart {
  return set(known, event, { settings: { Policy: undefined } });
}

function purge(known: MonitorPart, event: TrailEvent): MonitorPart {
  const { setBy, ...queueAsItWas } = set(known, event, {});
  return { ...queueAsItWas, setBy: { ...setBy, messages: writerOf(event) } };
}

function createFunction(known: MonitorPart, event: TrailEvent): MonitorPart {
  return set(known, event, { concurrency: null, settings: { code: codeIn(event), configuration: undefined } });
}

function updateCode(known: MonitorPart, event: TrailEvent): MonitorPart {
  if (flagAt(event.requestParameters, 'dryRun')) return known;
  return set(known, event, { settings: { code: codeIn(event) } });
}

/** SHA-256 of the package. */
function codeIn({ responseElements }: TrailEvent): string | undefined {
  return textAt(responseElements, 'codeSha256');
}

/** CloudTrail hides the variables, so that nothing of it can be compared. */
function configure(known: MonitorPart, event: TrailEvent): MonitorPart {
  return set(known, event, { settings: { configuration: undefined } });
}

function reserve(known: MonitorPart, event: TrailEvent): MonitorPart {
  const concurrency = numberAt(event.requestParameters, 'reservedConcurrentExecutions');
  if (concurrency === undefined) throw new UnreadableEvent('PutFunctionConcurrency shows no number');
  return set(known, event, { concurrency });
}

/** With a qualifier, one version only. */
function removeFunction(known: MonitorPart, event: TrailEvent): MonitorPart | Gone {
  return functionIn(event).qualifier ? known : remove(known, event);
}

/** A mapping begins enabled unless the call says otherwise; the answer shows the state before it has changed. */
function createMapping(known: MonitorPart, event: TrailEvent): MonitorPart {
  const enabled = flagAt(event.requestParameters, 'enabled') ?? true;
  return set(known, event, { enabled, settings: mappingSettings(event.requestParameters) });
}

/** The answer shows the whole mapping, old settings too: only the request says what was set. */
function updateMapping(known: MonitorPart, event: TrailEvent): MonitorPart {
  const enabled = flagAt(event.requestParameters, 'enabled');
  const settings = mappingSettings(event.requestParameters);
  return set(known, event, { ...(enabled === undefined ? {} : { enabled }), settings });
}

function createTable(known: MonitorPart, event: TrailEvent): MonitorPart {
  return set(known, event, { settings: { stream: streamIn(event.requestParameters) } });
}

function updateTable(known: MonitorPart, event: TrailEvent): MonitorPart {
  const given = at(event.requestParameters, 'streamSpecification') !== undefined;
  return set(known, event, given ? { settings: { stream: streamIn(event.requestParameters) } } : {});
}

function createTopic(known: MonitorPart, event: TrailEvent): MonitorPart {
  return set(known, event, { settings: attributesIn(TOPIC_ATTRIBUTES, at(event.requestParameters, 'attributes')) });
}

function setTopic(known: MonitorPart, event: TrailEvent): MonitorPart {
  const name = textAt(event.requestParameters, 'attributeName') ?? '';
  const value = textAt(event.requestParameters, 'attributeValue') ?? '';
  return set(known, event, { settings: attributesIn(TOPIC_ATTRIBUTES, { [name]: value }) });
}
