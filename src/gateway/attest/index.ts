export { attestation, attestIfNeeded, type AttestOptions } from "./attest.js";
export { controlFigure, type ControlFigure } from "./figure.js";
export { attestOutcome } from "./outcome.js";
