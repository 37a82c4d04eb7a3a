import { z } from 'zod'
import {
  DESK_CALLS,
  type DeskAnswer,
  type DeskCallName,
  type DeskError,
  type DeskEvent,
  type DeskOutput,
  deskErrorSchema,
  deskEventSchema,
} from '../../shared/desk-api/contract.ts'

const envelopeSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), error: deskErrorSchema }),
])

/** What the host answered, checked against the contract; an answer of another shape is an `INTERNAL` failure, not a crash. */
export function readAnswer<N extends DeskCallName>(name: N, raw: unknown): DeskAnswer<N> {
  const envelope = envelopeSchema.safeParse(raw)
  if (!envelope.success) return failed('INTERNAL', 'never', { call: name })
  if (!envelope.data.ok) return envelope.data
  const value = DESK_CALLS[name].output.safeParse(envelope.data.value)
  if (!value.success) return failed('INTERNAL', 'never', { call: name })
  return { ok: true, value: value.data as DeskOutput<N> } // parsed by the output schema of this very name
}

/** The event, or `null` where the text is none that this screen knows. */
export function readEvent(raw: unknown): DeskEvent | null {
  const event = deskEventSchema.safeParse(raw)
  return event.success ? event.data : null
}

export function failed(
  code: 'INTERNAL' | 'HOST_UNREACHABLE' | 'NOT_SIGNED_IN',
  retry: DeskError['retry'],
  params: Record<string, unknown> = {},
): { readonly ok: false; readonly error: DeskError } {
  return { ok: false, error: { code, params, retry } }
}
