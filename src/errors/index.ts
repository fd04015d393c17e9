export { ABIS, type ContractName } from "./abi.js";
export { decodeError, decodeRevert } from "./decode.js";
export { duration, type ErrorContext, isoDate, Words } from "./format.js";
export { revertDataOf } from "./revertData.js";
export { VostroError, type VostroErrorFields } from "./vostroError.js";
