/** Whether an op id stands for two contents is seen from the bodies, when it is asked; most ops are never asked. */
export const NO_FINGERPRINTS = `ALTER TABLE outbox DROP COLUMN fingerprint`
