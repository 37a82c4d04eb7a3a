import { z } from 'zod'

/** What a desk host has to know to open; the same whether it comes from the command line or from Electron's main. */
export const hostConfigSchema = z.strictObject({
  dataDirectory: z.string().min(1),
  chainUrl: z.url({ protocol: /^https?$/ }),
  /** `null`: this device enrolled before. */
  enrolCode: z.string().min(1).nullable(),
  terminalName: z.string().min(1).max(80),
  deviceClass: z.enum(['desk', 'kiosk']),
})
export type HostConfig = z.output<typeof hostConfigSchema>

/** From Electron's main to the host process. `port` carries one MessagePort beside it. */
export const toHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('config'), config: hostConfigSchema }),
  z.strictObject({ type: z.literal('port') }),
  z.strictObject({ type: z.literal('stop') }),
])
export type ToHost = z.output<typeof toHostSchema>

/** From the host process to Electron's main. `failed` carries the one line that a person is shown. */
export const fromHostSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('ready') }),
  z.strictObject({ type: z.literal('failed'), line: z.string() }),
])
export type FromHost = z.output<typeof fromHostSchema>
