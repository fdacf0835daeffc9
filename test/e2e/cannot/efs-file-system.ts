export const CANNOT = { 'elasticfilesystem.put-file-system-policy': 'moto has no policies of EFS file systems' };
