export { enforceHalts, pauseHandler } from "./enforce.js";
export { haltIssuing, isHalted } from "./halt.js";
export { liftHalt } from "./lift.js";
