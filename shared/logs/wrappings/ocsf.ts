import { get, getText } from '../../core/json.ts';
import type { Wrapping } from './restore.ts';

/**
 * An event of the Open Cybersecurity Schema Framework, as Amazon Security Lake stores CloudTrail records: API activity,
 * and account changes, which have the same fields. Before version 1.1 it has no request.
 * @see https://github.com/ocsf/examples/tree/main/mappings/markdown/AWS
 */
export const ocsf: Wrapping = {
  name: 'an OCSF event',
  recognises: (event) =>
    getText(event, 'api', 'operation') !== undefined && getText(event, 'api', 'service', 'name') !== undefined,
  fields: {
    eventVersion: ['metadata/product/version'],
    'userIdentity.type': ['actor/user/type'],
    'userIdentity.principalId': ['actor/user/uid_alt'],
    'userIdentity.arn': ['actor/user/uuid', 'actor/user/uid'],
    'userIdentity.accountId': ['actor/user/account/uid', 'actor/user/account_uid'],
    'userIdentity.accessKeyId': ['actor/user/credential_uid'],
    'userIdentity.userName': ['actor/user/name'],
    'userIdentity.invokedBy': ['actor/invoked_by'],
    'userIdentity.sessionContext.sessionIssuer.arn': ['actor/session/issuer'],
    'userIdentity.sessionContext.sessionIssuer.userName': [
      'unmapped/userIdentity.sessionContext.sessionIssuer.userName',
    ],
    eventTime: ['time_dt', 'time'],
    eventSource: ['api/service/name'],
    eventName: ['api/operation'],
    awsRegion: ['cloud/region'],
    sourceIPAddress: ['src_endpoint/ip', 'src_endpoint/domain'],
    userAgent: ['http_request/user_agent'],
    errorCode: ['api/response/error'],
    errorMessage: ['api/response/message'],
    requestParameters: ['api/request/data', 'unmapped/requestParameters'],
    responseElements: ['api/response/data', 'unmapped/responseElements'],
    eventID: ['metadata/uid'],
    eventType: ['metadata/event_code', 'unmapped/eventType'],
    recipientAccountId: ['unmapped/recipientAccountId', 'cloud/account/uid', 'cloud/account_uid'],
    resources: ['resources'],
    additionalEventData: ['unmapped/additionalEventData'],
  },
  leavesOutRequest: (event) => !/^(0|1\.0)\b/.test(getText(get(event, 'metadata'), 'version') ?? '0'),
  failed: (event) => getText(event, 'status') === 'Failure' || getText(event, 'status_id') === '2',
};
