import { z } from 'zod'
import type { DeskHandler } from '../desk-handler.ts'
import type { HostPort } from './host-port.ts'

const callFrameSchema = z.object({
  id: z.int().nonnegative(),
  call: z.string(),
  input: z.unknown(),
  session: z.string().max(200).nullish(),
})

/**
 * Serves the desk API to one screen over its port until either side closes it. Calls are answered as they finish, not in
 * the order they came; a message that is no call has no id to answer to and is passed over (SHELL-12). The returned
 * function hangs up.
 */
export function servePort(handler: DeskHandler, port: HostPort): () => void {
  let open = true
  const stopListening = handler.listen((event) => {
    if (open) port.post({ id: null, event })
  })
  const hangUp = (): void => {
    if (!open) return
    open = false
    stopListening()
    port.close()
  }
  const answer = async ({ id, call, input, session }: z.output<typeof callFrameSchema>): Promise<void> => {
    const result = await handler.handle(call, input, session ?? null)
    if (open) port.post({ id, answer: result })
  }
  port.onMessage((message) => {
    const frame = callFrameSchema.safeParse(message)
    if (frame.success) void answer(frame.data)
  })
  port.onClose(hangUp)
  port.start()
  return hangUp
}
