import { z } from '../zod.ts';

/** Roles are given per show; one member may hold several; permissions attach to roles. */
export const ROLES = [
  'host',
  'assistantHost',
  'director',
  'floorManager',
  'operator',
  'technician',
  'planner',
  'analyst',
  'customerService',
  'merchandiser',
  'supervisor',
  'inspector',
  'admin',
] as const;
export const roleSchema = z.enum(ROLES);
export type Role = z.infer<typeof roleSchema>;
