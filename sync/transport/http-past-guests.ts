import type { Result } from '../../shared/base/result.ts'
import { type PastGuestList, type PastGuestSearch, pastGuestListSchema } from '../../shared/wire/past-guests.ts'
import type { PastGuestsPort } from '../engine/past-guests-port.ts'
import type { QuestionFault } from '../engine/question-fault.ts'
import type { ChainQuestions } from './chain-questions.ts'

export class HttpPastGuests implements PastGuestsPort {
  readonly #questions: ChainQuestions

  constructor(questions: ChainQuestions) {
    this.#questions = questions
  }

  find(search: PastGuestSearch): Promise<Result<PastGuestList, QuestionFault>> {
    return this.#questions.ask('past-guests', search, pastGuestListSchema)
  }
}
