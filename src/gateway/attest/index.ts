export { attestation, attestIfNeeded, type AttestOptions } from "./attest.js";
export { attestOutcome } from "./outcome.js";
