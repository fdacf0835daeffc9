export const CANNOT = {
  'guardduty.put-plans': 'a region has one detector, whose story is that of guardduty.put-detector',
};
