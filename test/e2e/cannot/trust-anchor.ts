export const CANNOT = { 'rolesanywhere.put-trust-anchor': 'moto has no Roles Anywhere' };
