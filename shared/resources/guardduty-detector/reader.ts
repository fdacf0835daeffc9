import { GetDetectorCommand, GuardDutyClient, ListDetectorsCommand } from '@aws-sdk/client-guardduty';
import { defineReader } from '../../aws/reader.ts';
import { guarddutyDetector, isPlan } from './kind.ts';

export default defineReader(guarddutyDetector, {
  permissions: {
    read: {
      'guardduty:ListDetectors': '*',
      'guardduty:GetDetector': 'guardduty:{region}:{account}:detector/*',
    },
    list: {},
  },
  async read(ref, aws) {
    const client = aws.client(GuardDutyClient, ref);
    const { DetectorIds: [DetectorId] = [] } = await client.send(new ListDetectorsCommand({}));
    if (!DetectorId) return { on: false, plans: [] };
    const now = await client.send(new GetDetectorCommand({ DetectorId }));
    const plans = (now.Features ?? []).flatMap(({ Name, Status }) =>
      Name && Status === 'ENABLED' && isPlan(Name) ? [Name] : [],
    );
    return { on: now.Status === 'ENABLED', plans: plans.sort() };
  },
  async list({ region }) {
    return { ids: [region] };
  },
});
