import type { Clock, Rng } from '../../../shared/base/ports.ts'
import { type Result, refuse } from '../../../shared/base/result.ts'
import { type StaffId, newOpId } from '../../../shared/domain/ids.ts'
import type { PastGuestsPort } from '../../../sync/engine/past-guests-port.ts'
import type { SisterHotelsPort } from '../../../sync/engine/sister-hotels-port.ts'
import type { EngineStatus } from '../../../sync/engine/sync-engine.ts'
import type { Recording, NewOp } from '../../../sync/replica/record.ts'
import type { Replica } from '../../../sync/replica/replica.ts'
import type { OutboxRow } from '../../../sync/replica/queries/outbox.ts'
import type { GuestIndex } from './guest-index.ts'
import type { Asker, StaffDesk } from './staff-desk.ts'

/** Why the desk service does not do something: a domain's refusal, or one of the host's own. */
export interface DeskRefusal {
  readonly code: string
  readonly params: { readonly [name: string]: unknown }
  /** `later`: it may pass by itself. */
  readonly retry?: 'never' | 'later'
}

/** What a desk consists of, whoever asks. */
export interface DeskParts {
  readonly replica: Replica
  readonly clock: Clock
  readonly rng: Rng
  readonly guests: GuestIndex
  readonly terminal: { readonly name: string; readonly deviceClass: 'desk' | 'kiosk' }
  readonly openedAtUtcMs: number
  /** Of an attached terminal, for while its hub is out of reach. */
  readonly isStandby?: boolean
  /** What the chain alone knows: asked over the line, while a person waits. */
  readonly sisterHotels: SisterHotelsPort
  readonly pastGuests: PastGuestsPort
  readonly engineStatus: () => EngineStatus
  readonly staffDesk: StaffDesk
  readonly retryNow: () => void
  /** An op was recorded: the engine sends it, the screens read again. */
  readonly opRecorded: () => void
}

/** What a call works with. */
export interface DeskContext extends DeskParts {
  /** Who asks; `null`: nobody has signed in, for the few calls that are open to them. */
  readonly asker: Asker | null
  /** Whose op it is; `null` where this hotel has no staff to sign in. */
  readonly staffId: StaffId | null
  /** The session that the call came with. */
  readonly session: string | null
}

type Draft = NewOp extends infer O ? (O extends NewOp ? Omit<O, 'opId'> & { readonly opId?: O['opId'] } : never) : never

/** Records what a person did and wakes the engine; nothing to record is a success too. */
export function recordCommand(
  context: DeskContext,
  compose: (recording: Recording) => Result<Draft | null, DeskRefusal>,
): Result<void, DeskRefusal> {
  const { replica, clock, rng, staffId } = context
  const make = (recording: Recording): Result<NewOp | null, DeskRefusal> => {
    const draft = compose(recording)
    if (!draft.ok || draft.value === null) return draft as Result<null, DeskRefusal> // narrowed by the line's condition
    return { ok: true, value: { ...draft.value, opId: draft.value.opId ?? newOpId(clock, rng) } }
  }
  const recorded = replica.record(clock.nowUtcMs(), make, staffId)
  if (!recorded.ok) return recorded
  if (recorded.value !== null) context.opRecorded()
  return { ok: true, value: undefined }
}

/** The refusal that the chain answered an earlier op with, or `null` where it did not refuse. */
export function refusalOf(earlier: OutboxRow): { readonly ok: false; readonly error: DeskRefusal } | null {
  if (earlier.outcome !== 'refused' || earlier.code === null) return null
  const params = JSON.parse(earlier.params ?? '{}') as DeskRefusal['params'] // written by saveOutcome
  return refuse({ code: earlier.code, params })
}
