import { z } from 'zod'

/** What the terminal is on the LAN of its hotel; left out, it is alone. */
const lanRoleSchema = z.discriminatedUnion('role', [
  /** Serves its desk API to other terminals, on this address of its own; port 0 takes any free one. */
  z.strictObject({ role: z.literal('hub'), host: z.string().min(1), port: z.int().min(0).max(65_535) }),
  /** Works with a hub at host:port, or one that is found (`auto`); paired once by a code of the hub's. */
  z.strictObject({
    role: z.literal('attached'),
    address: z.string().min(1),
    pairingCode: z.string().min(1).nullable(),
  }),
])
export type LanRole = z.output<typeof lanRoleSchema>

/** What a desk host has to know to open; the same whether it comes from the command line or from Electron's main. */
export const hostConfigSchema = z
  .strictObject({
    dataDirectory: z.string().min(1),
    /** `null`: of an attached terminal, as its hub told when they were paired. */
    chainUrl: z.url({ protocol: /^https?$/ }).nullable(),
    /** `null`: this device enrolled before. */
    enrolCode: z.string().min(1).nullable(),
    terminalName: z.string().min(1).max(80),
    deviceClass: z.enum(['desk', 'kiosk']),
    lan: lanRoleSchema.optional(),
  })
  .refine(({ chainUrl, lan }) => chainUrl !== null || lan?.role === 'attached', { path: ['chainUrl'] })
export type HostConfig = z.output<typeof hostConfigSchema>

/** Given by main, since the host process has no keychain. */
const replicaKeySchema = z.strictObject({
  key: z.instanceof(Uint8Array).refine((key) => key.length === 32),
  keptBy: z.enum(['file', 'keychain']),
})

/** From Electron's main to the host process. `port` carries one MessagePort beside it. */
export const toHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('config'), config: hostConfigSchema, replicaKey: replicaKeySchema }),
  z.strictObject({ type: z.literal('port') }),
  z.strictObject({ type: z.literal('stop') }),
])
export type ToHost = z.output<typeof toHostSchema>

/** What a hub says when it is ready: how the next terminal is attached. */
export const hubReadySchema = z.strictObject({
  port: z.int().positive(),
  fingerprint: z.string(),
  pairingCode: z.string(),
  pairingCodeValidUntilUtcMs: z.int(),
})
export type HubReady = z.output<typeof hubReadySchema>

/** From the host process to Electron's main. `failed` carries the one line that a person is shown. */
export const fromHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready'), hub: hubReadySchema.optional() }),
  z.strictObject({ type: z.literal('failed'), line: z.string() }),
])
export type FromHost = z.output<typeof fromHostSchema>
