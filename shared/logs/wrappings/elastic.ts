import { get, getText } from '../../core/json.ts';
import type { Wrapping } from './restore.ts';

/**
 * A document of Elastic's CloudTrail integration without `event.original`. The request is complete in
 * `aws.cloudtrail.flattened` only: `aws.cloudtrail.request_parameters` is a text without quotes.
 * @see https://www.elastic.co/docs/reference/integrations/aws/cloudtrail
 */
export const elastic: Wrapping = {
  name: 'an Elastic document',
  recognises: (document) =>
    get(document, 'aws', 'cloudtrail') !== undefined && getText(document, 'event', 'action') !== undefined,
  fields: {
    eventVersion: ['aws/cloudtrail/event_version'],
    'userIdentity.type': ['aws/cloudtrail/user_identity/type'],
    'userIdentity.arn': ['aws/cloudtrail/user_identity/arn'],
    'userIdentity.principalId': ['user/id'],
    'userIdentity.accountId': ['aws/cloudtrail/user_identity/account_id', 'cloud/account/id'],
    'userIdentity.accessKeyId': ['aws/cloudtrail/user_identity/access_key_id'],
    'userIdentity.userName': ['aws/cloudtrail/user_identity/user_name', 'user/name'],
    'userIdentity.invokedBy': ['aws/cloudtrail/user_identity/invoked_by'],
    'userIdentity.sessionContext.sessionIssuer.arn': [
      'aws/cloudtrail/user_identity/session_context/session_issuer/arn',
    ],
    'userIdentity.sessionContext.sessionIssuer.userName': [
      'aws/cloudtrail/user_identity/session_context/session_issuer/user_name',
    ],
    eventTime: ['@timestamp'],
    eventSource: ['event/provider'],
    eventName: ['event/action'],
    awsRegion: ['cloud/region'],
    sourceIPAddress: ['source/ip', 'source/address'],
    userAgent: ['user_agent/original'],
    errorCode: ['aws/cloudtrail/error_code'],
    errorMessage: ['aws/cloudtrail/error_message'],
    requestParameters: ['aws/cloudtrail/flattened/request_parameters'],
    responseElements: ['aws/cloudtrail/flattened/response_elements'],
    eventID: ['event/id'],
    eventType: ['aws/cloudtrail/event_type'],
    recipientAccountId: ['aws/cloudtrail/recipient_account_id', 'cloud/account/id'],
    resources: ['aws/cloudtrail/resources'],
    additionalEventData: ['aws/cloudtrail/flattened/additional_eventdata'],
  },
  leavesOutRequest: (document) => get(document, 'aws', 'cloudtrail', 'request_parameters') === undefined,
  failed: (document) => getText(document, 'event', 'outcome') === 'failure',
};
