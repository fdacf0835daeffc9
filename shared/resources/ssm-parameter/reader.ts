import { DescribeParametersCommand, GetParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { absentOn } from '../../aws/absent.ts';
import { defineReader, page } from '../../aws/reader.ts';
import { GONE } from '../../core/kind.ts';
import { ssmParameter } from './kind.ts';
import { screenParameter } from './screen.ts';

export default defineReader(ssmParameter, {
  permissions: {
    read: { 'ssm:GetParameter': 'ssm:{region}:{account}:parameter/*' },
    list: { 'ssm:DescribeParameters': '*' },
  },
  // Nothing is decrypted: of an encrypted parameter AWS answers the ciphertext, which is dropped.
  async read(ref, aws) {
    const found = await absentOn(['ParameterNotFound', 'ParameterVersionNotFound'], () =>
      aws.client(SSMClient, ref).send(new GetParameterCommand({ Name: ref.id, WithDecryption: false })),
    );
    if (!found?.Parameter) return GONE;
    const { Type, Value } = found.Parameter;
    return Type ? screenParameter(ref.id, Type, Value) : {};
  },
  async list(place, aws, from) {
    const found = await aws
      .client(SSMClient, place)
      .send(new DescribeParametersCommand({ MaxResults: 50, NextToken: from }));
    return page(
      (found.Parameters ?? []).map(({ Name }) => Name),
      found.NextToken || undefined,
    );
  },
});
