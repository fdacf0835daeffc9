import type { Wrapping } from './restore.ts';

/**
 * A row of a table whose columns are the fields of a record, in other spellings: Athena and CloudTrail Lake write them in
 * small letters, Snowflake in capitals, Steampipe with underscores, Microsoft Sentinel with names of its own. `spelled`
 * makes all spellings the same.
 * @see https://docs.aws.amazon.com/athena/latest/ug/create-cloudtrail-table.html
 * @see https://learn.microsoft.com/azure/azure-monitor/reference/tables/awscloudtrail
 */
export const columns: Wrapping = {
  name: 'a row of a table',
  recognises: (row) => 'eventname' in row && ('eventsource' in row || 'requestparameters' in row),
  fields: {
    eventVersion: ['eventversion'],
    userIdentity: ['useridentity'],
    'userIdentity.type': ['useridentitytype'],
    'userIdentity.principalId': ['useridentityprincipalid'],
    'userIdentity.arn': ['useridentityarn'],
    'userIdentity.accountId': ['useridentityaccountid'],
    'userIdentity.invokedBy': ['useridentityinvokedby'],
    'userIdentity.accessKeyId': ['useridentityaccesskeyid'],
    'userIdentity.userName': ['useridentityusername'],
    'userIdentity.sessionContext.attributes.mfaAuthenticated': ['sessionmfaauthenticated'],
    'userIdentity.sessionContext.attributes.creationDate': ['sessioncreationdate'],
    'userIdentity.sessionContext.sessionIssuer.type': ['sessionissuertype'],
    'userIdentity.sessionContext.sessionIssuer.principalId': ['sessionissuerprincipalid'],
    'userIdentity.sessionContext.sessionIssuer.arn': ['sessionissuerarn'],
    'userIdentity.sessionContext.sessionIssuer.accountId': ['sessionissueraccountid'],
    'userIdentity.sessionContext.sessionIssuer.userName': ['sessionissuerusername'],
    eventTime: ['eventtime', 'timegenerated'],
    eventSource: ['eventsource'],
    eventName: ['eventname'],
    awsRegion: ['awsregion'],
    sourceIPAddress: ['sourceipaddress'],
    userAgent: ['useragent'],
    errorCode: ['errorcode'],
    errorMessage: ['errormessage'],
    requestParameters: ['requestparameters'],
    responseElements: ['responseelements'],
    eventID: ['eventid', 'awseventid'],
    readOnly: ['readonly'],
    resources: ['resources'],
    additionalEventData: ['additionaleventdata'],
    eventType: ['eventtype', 'eventtypename'],
    recipientAccountId: ['recipientaccountid'],
    eventCategory: ['eventcategory'],
  },
};

/** A quick test, because most objects are not such rows. */
export function hasEventName(row: Readonly<Record<string, unknown>>): boolean {
  return Object.keys(row).some((name) => /^event[\s_.]?name/i.test(name));
}

/** The row with all names in small letters, without spaces, underscores, dots and `[UTC]`. */
export function spelled(row: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const result: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(row)) {
    const key = name
      .replace(/\s*\[UTC\]$/i, '')
      .replace(/[\s_.]/g, '')
      .toLowerCase();
    result[key] ??= value;
  }
  return result;
}
