export const CANNOT = {
  'redshift.put-cluster-logging':
    'a story would need a bucket that Redshift may write to: test/resources/redshift-cluster has one on moto',
};
