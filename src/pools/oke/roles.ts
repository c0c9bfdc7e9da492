/** Parts of the network, each with a subnet and a security group of its own. */
export const ROLES = ['api', 'workers', 'pods', 'lb'] as const;
export type Role = (typeof ROLES)[number];
