import type { Result } from '../../shared/base/result.ts'
import type { SisterBooked, SisterBooking, SisterList, SisterSearch } from '../../shared/wire/sister-hotels.ts'
import type { QuestionFault } from './question-fault.ts'

/** What a desk asks of the chain while a person waits: nothing here is kept or tried again by itself. Nothing rejects. */
export interface SisterHotelsPort {
  /** Near hotels with room for a stay. */
  find(search: SisterSearch): Promise<Result<SisterList, QuestionFault>>
  /** Books at one of them, once for ever by the request's id. A line that breaks leaves open whether it was booked. */
  book(booking: SisterBooking): Promise<Result<SisterBooked, QuestionFault>>
}
