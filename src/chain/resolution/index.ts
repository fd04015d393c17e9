export {
  type HolderProof,
  type HolderRegister,
  holderRegister,
  type HolderRow,
  proofOf,
  proofsOf,
} from "./register.js";
export {
  type CommittedRegister,
  readRegister,
  registerToCsv,
  registerToJson,
  requireCommitted,
} from "./registerFile.js";
export * from "./resolve.js";
export * from "./transfer.js";
