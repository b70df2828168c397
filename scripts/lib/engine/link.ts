/**
 * What joins a machine to the others of its swarm, see `switch.ts`. The addresses are reserved for measurements between networks
 * (RFC 2544): neither Docker nor a recipe takes any of them.
 */
export const LINK = { device: 'swarm0', subnet: '198.18.0' };
