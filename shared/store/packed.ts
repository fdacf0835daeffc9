import { deflateSync, inflateSync } from 'node:zlib';

/*
 * DynamoDB bills a write for each KiB of an item, twice in a transaction. A finding has two to four KiB of JSON, most of
 * it names that every finding has. They are replaced by references into a dictionary, which leaves a quarter.
 */

/**
 * What the texts of findings have in common; what is most frequent comes last. Stored items name it by its checksum. No
 * byte of it may change: with another one, no stored finding could be read.
 */
const DICTIONARY = Buffer.from(
  [
    '"Version":"2012-10-17","Statement":[{"Sid":"","Effect":"Allow","Principal":{"AWS":"arn:aws:iam::","Principal":"*",',
    '"Action":"s3:GetObject","Resource":"arn:aws:s3:::","Condition":{"StringEquals":{"aws:SourceAccount":"}}}]}',
    '"besides":[{"exemption":{"reason":"","owner":"","until":17,"grantedBy":"settings","covers":["',
    '"origins":[{"cause":{"of":["on":{"type":"AWS::","id":""baseline":{"proposal":","proposedAt":17,"answered":["',
    '"waiting":{"stop":"limit","event":""stop":"paused","note":"Approved by ","undo-',
    '"type":"root","type":"user","type":"role","account":"","arn":"arn:aws:iam::","userAgent":"Mozilla/5.0 (',
    '"AWS::S3::Bucket","arn":"arn:aws:s3:::"AWS::IAM::Role","arn":"arn:aws:iam::"AWS::RDS::DB"AWS::KMS::Key","arn":"arn:aws:kms:',
    '{"items":[{"protocol":"tcp","from":,"to":,"cidr":"0.0.0.0/0"}],"complete":true}',
    '"fsbp EC2."fsbp S3."fsbp IAM."cis-3.0 5."cis-5.0 5."soc2 CC6."soc2 CC7."iso-27001 A.5."iso-27001 A.8."',
    '"ellipsis-drive ED-L"inrupt-ess ESS-L',
    '{"remediationTimes":[],"baseline":{"finding":{"id":"{"id":"-","recordedAt":17,"type":"changed","type":"resolved",',
    '"type":"reopened","type":"proposed","type":"failed","type":"remediated","type":"opened","severity":"critical",',
    '"severity":"medium","severity":"low","severity":"high","violations":[{"path":"","message":"","text":" is open to ",',
    '"resolvedText":" is no longer ","severity":"high","controls":["fsbp "]}],',
    '"finding":{"id":"","rule":"","title":"","resource":{"kind":"","account":"","region":"","id":"","type":"AWS::EC2::',
    '","arn":"arn:aws:ec2:"},"status":"exempt","status":"resolved","status":"open","severity":"high","violations":[{"path":"',
    '"]}],"controls":["fsbp "],"plan":{"steps":[""],"mode":"manual","actions":[],"undo":[]},"mode":"approve","mode":"auto",',
    '"actions":[{"type":"","params":{"}}],"undo":[{"type":"","params":{"}}]},"firstSeen":17,"lastSeen":17,"cause":{"eventId":"',
    '","eventName":"","occurredAt":17,"actor":{"type":"person","name":"","role":"","arn":"arn:aws:sts::',
    ':assumed-role/AWSReservedSSO_","account":"","sourceIp":"","userAgent":"aws-cli/2."}},',
    '"changes":[{"field":"","before":{"after":{"items":[{"complete":true}}],"episodes":[{"from":{"eventId":"',
    '","eventName":"","occurredAt":17,"actor":{"type":"person","name":"',
    '"}},"to":{"eventId":"","eventName":"remediation","occurredAt":17,"actor":{"type":"service","name":"Plumbline"}}}],',
    '"resolvedAt":17},"eventCount":1,"lastRun":"',
  ].join(''),
);

/**
 * A text in the zlib format, with the dictionary.
 * @see https://www.rfc-editor.org/rfc/rfc1950
 */
export function pack(text: string): Uint8Array {
  return deflateSync(text, { dictionary: DICTIONARY });
}

/** @throws {Error} where the bytes are damaged, or were packed with another dictionary. */
export function unpack(bytes: Uint8Array): string {
  return inflateSync(bytes, { dictionary: DICTIONARY }).toString();
}
