import type { Migration } from "kysely/migration";

import * as files from "./01_files.js";
import * as issuance from "./02_issuance.js";
import * as redemption from "./03_redemption.js";
import * as chain from "./04_chain.js";
import * as control from "./05_control.js";

/** In order; one that has been released is never changed, only followed by another. */
export const MIGRATIONS: Record<string, Migration> = {
  "01_files": files,
  "02_issuance": issuance,
  "03_redemption": redemption,
  "04_chain": chain,
  "05_control": control,
};
