import { type Result, ok, refuse } from '../../shared/base/result.ts'
import type { PastGuestList } from '../../shared/wire/past-guests.ts'
import { LINE_DOWN } from '../../sync/engine/fault.ts'
import type { PastGuestsPort } from '../../sync/engine/past-guests-port.ts'
import type { QuestionFault } from '../../sync/engine/question-fault.ts'

/** Guests whom the chain knows of, over a line that breaks when told to. */
export class MemoryPastGuests implements PastGuestsPort {
  down = false
  guests: PastGuestList['guests'] = []

  find(): Promise<Result<PastGuestList, QuestionFault>> {
    return Promise.resolve(this.down ? refuse({ ...LINE_DOWN, params: {} }) : ok({ guests: this.guests }))
  }
}
