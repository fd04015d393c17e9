import { type RoleName, ROLES } from "../bank/roles.js";
import { ADMIN_ROLE } from "./setup.js";

/** A role that is held at the bank's AccessManager: one of its table, or the manager's own. */
export type HeldRole = RoleName | "ADMIN";

/** Every role that can be held, by its id at the AccessManager. */
export const ROLE_IDS: Readonly<Record<HeldRole, bigint>> = { ADMIN: ADMIN_ROLE, ...ROLES };

export const HELD_ROLES = Object.keys(ROLE_IDS) as readonly HeldRole[];
