import type { Result } from '../../shared/base/result.ts'
import type { PastGuestList, PastGuestSearch } from '../../shared/wire/past-guests.ts'
import type { QuestionFault } from './question-fault.ts'

/** What the chain knows of a hotel's guests beyond what its desks hold. Nothing rejects. */
export interface PastGuestsPort {
  find(search: PastGuestSearch): Promise<Result<PastGuestList, QuestionFault>>
}
