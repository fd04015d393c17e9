import { type RoleName, ROLES } from "../bank/roles.js";
import { CLEARING_ROLES } from "../settlement/clearing/book.js";
import { ADMIN_ROLE } from "./setup.js";

/** A role that is held at the bank's AccessManager: one of its table, one of the clearing desk, or the manager's own. */
export type HeldRole = RoleName | keyof typeof CLEARING_ROLES | "ADMIN";

/** Every role that can be held, by its id at the AccessManager. */
export const ROLE_IDS: Readonly<Record<HeldRole, bigint>> = { ADMIN: ADMIN_ROLE, ...ROLES, ...CLEARING_ROLES };

export const HELD_ROLES = Object.keys(ROLE_IDS) as readonly HeldRole[];
